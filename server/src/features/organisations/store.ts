import { AppError } from '@meydan/shared/errors'
import type { NewOrganisation, Organisation } from '@meydan/shared/contracts/programmes'
import { Language } from '@meydan/shared/languages'
import { foldName } from '@meydan/shared/names'
import { FieldOfWork, OrganisationKind, Side } from '@meydan/shared/words'
import type { Executor } from '../../database/schema.ts'

const columns = ['id', 'name', 'kind', 'side', 'city', 'fields', 'languages'] as const
type Row = { [K in keyof Organisation]: Organisation[K] extends string | null ? Organisation[K] : string[] }

/** A stored row as people see it; words that this version no longer has are left out. */
function organisationOf(row: Omit<Row, 'kind' | 'side'> & { kind: string; side: string }): Organisation {
  return {
    ...row,
    kind: OrganisationKind.catch('other').parse(row.kind),
    side: Side.parse(row.side),
    fields: row.fields.filter((field) => FieldOfWork.safeParse(field).success) as FieldOfWork[],
    languages: row.languages.filter((language) => Language.safeParse(language).success) as Language[],
  }
}

export type AddOrganisation = typeof insertOrganisation

/**
 * Adds an organisation to a programme. Throws `organisation_exists` where one has the same name but for capitals,
 * accents or the Turkish i's; `at` is where the name stands in the request.
 */
export async function insertOrganisation(
  db: Executor,
  given: {
    programmeId: string
    createdBy: string | null
    organisation: NewOrganisation
    isHost?: boolean
    at?: string
  },
): Promise<Organisation> {
  const { programmeId, createdBy, organisation, isHost = false, at = 'name' } = given
  const row = await db
    .insertInto('organisation')
    .values({ ...organisation, programmeId, createdBy, isHost, nameFolded: foldedName(organisation.name, at) })
    .onConflict((conflict) => conflict.constraint('organisation_name').doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw organisationExists(at)
  return organisationOf(row)
}

/** Changes what is given; throws `not_found`, or `organisation_exists` as above. */
export async function updateOrganisation(
  db: Executor,
  ids: { programmeId: string; organisationId: string },
  change: Partial<Omit<NewOrganisation, 'name'>> & { name?: string | undefined },
): Promise<Organisation> {
  const row = await db
    .updateTable('organisation')
    .set({
      ...change,
      ...(change.name !== undefined && { nameFolded: foldedName(change.name, 'name') }),
      id: ids.organisationId,
    })
    .where('programmeId', '=', ids.programmeId)
    .where('id', '=', ids.organisationId)
    .returning(columns)
    .executeTakeFirst()
    .catch((error) => {
      throw error.constraint === 'organisation_name' ? organisationExists('name') : error
    })
  if (!row) throw new AppError('not_found')
  return organisationOf(row)
}

/** Removes an organisation nobody represents or represented; throws `not_found` or `organisation_in_use`. */
export async function removeOrganisation(
  db: Executor,
  ids: { programmeId: string; organisationId: string },
): Promise<void> {
  const row = await db
    .deleteFrom('organisation')
    .where('programmeId', '=', ids.programmeId)
    .where('id', '=', ids.organisationId)
    // A link for this organisation would go with it and leave its holder before a closed door.
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('invitation').select('id').whereRef('invitation.organisationId', '=', 'organisation.id'))),
    )
    .where('isHost', '=', false)
    .returning('id')
    .executeTakeFirst()
    .catch((error) => {
      const foreignKeyViolation = '23503'
      throw error.code === foreignKeyViolation ? new AppError('organisation_in_use') : error
    })
  if (!row) throw new AppError((await organisationStands(db, ids)) ? 'organisation_in_use' : 'not_found')
}

/** A programme's organisations by name, each with the number of its people who have a seat now. */
export async function listOrganisations(
  db: Executor,
  programmeId: string,
): Promise<(Organisation & { seats: number })[]> {
  const rows = await db
    .selectFrom('organisation')
    .select(columns)
    .select(({ selectFrom }) =>
      selectFrom('seat')
        .select(({ fn }) => fn.countAll<number>().as('seats'))
        .whereRef('seat.organisationId', '=', 'organisation.id')
        .where('seat.removedAt', 'is', null)
        .as('seats'),
    )
    .where('programmeId', '=', programmeId)
    .orderBy('nameFolded')
    .execute()
  return rows.map(({ seats, ...row }) => ({ ...organisationOf(row), seats: Number(seats) }))
}

async function organisationStands(
  db: Executor,
  ids: { programmeId: string; organisationId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('programmeId', '=', ids.programmeId)
    .where('id', '=', ids.organisationId)
    .executeTakeFirst()
  return row !== undefined
}

function organisationExists(at: string): AppError {
  return new AppError('organisation_exists', [{ path: at, problem: 'organisation_exists' }])
}

/** A name of signs alone folds to nothing, and all such names would be one. */
function foldedName(name: string, at: string): string {
  const folded = foldName(name)
  if (!folded) throw new AppError('invalid', [{ path: at, problem: 'name_empty' }])
  return folded
}
