import type { InputOf } from '@meydan/shared/contracts/contract'
import type { editProgramme, NewOrganisation, Organisation, Programme } from '@meydan/shared/contracts/programmes'
import { lockRoom, takeSeat } from '../../access/seats.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'

export type AddHost = (
  trx: Trx,
  given: { programmeId: string; createdBy: string; organisation: NewOrganisation; isHost: true; at: string },
) => Promise<Organisation>

export type NewProgramme = { name: string; description: string; cities: string[]; host: NewOrganisation }

/** Makes a programme with its host organisation; who makes it organises it, for the host. */
export async function insertProgramme(
  db: Database,
  addHost: AddHost,
  createdBy: string,
  { host, ...given }: NewProgramme,
): Promise<Programme> {
  return db.transaction().execute(async (trx) => {
    const { id: programmeId, createdAt } = await trx
      .insertInto('programme')
      .values({ ...given, createdBy })
      .returning(['id', 'createdAt'])
      .executeTakeFirstOrThrow()
    const organisation = await addHost(trx, {
      programmeId,
      createdBy,
      organisation: host,
      isHost: true,
      at: 'host.name',
    })
    await trx
      .insertInto('programmeMember')
      .values({ programmeId, personId: createdBy, organisationId: organisation.id })
      .execute()
    return {
      id: programmeId,
      ...given,
      hostOrganisationId: organisation.id,
      publishesAnswers: false,
      createdAt: createdAt.toISOString(),
    }
  })
}

/**
 * Makes a person the organiser of every programme that has none, and facilitator of its rooms: the demonstration
 * programme waits for the first administrator this way.
 */
export async function adoptProgrammes(trx: Trx, personId: string): Promise<void> {
  const orphans = await trx
    .selectFrom('programme')
    .innerJoin('organisation as host', (join) =>
      join.onRef('host.programmeId', '=', 'programme.id').on('host.isHost', '=', true),
    )
    .leftJoin('programmeMember as member', 'member.programmeId', 'programme.id')
    .where('member.personId', 'is', null)
    .select(['programme.id as programmeId', 'host.id as organisationId'])
    .execute()
  for (const { programmeId, organisationId } of orphans) {
    await trx.insertInto('programmeMember').values({ programmeId, personId, organisationId }).execute()
    const rooms = await trx.selectFrom('room').select('id').where('programmeId', '=', programmeId).execute()
    for (const { id: roomId } of rooms) {
      await lockRoom(trx, roomId)
      await takeSeat(trx, { programmeId, roomId, personId, organisationId, role: 'facilitator' })
    }
  }
}

/** Changes what is given and returns the programme as it is now. */
export async function updateProgramme(
  db: Executor,
  programmeId: string,
  change: InputOf<typeof editProgramme>['body'],
): Promise<Programme> {
  await db
    .updateTable('programme')
    .set({ ...change, id: programmeId })
    .where('id', '=', programmeId)
    .execute()
  return findProgramme(db, programmeId)
}

export async function findProgramme(db: Executor, programmeId: string): Promise<Programme> {
  return programmeOf(await programmes(db).where('programme.id', '=', programmeId).executeTakeFirstOrThrow())
}

/** The programmes a person organises, newest first. */
export async function organisedProgrammes(db: Executor, personId: string): Promise<Programme[]> {
  const rows = await programmes(db)
    .innerJoin('programmeMember as member', 'member.programmeId', 'programme.id')
    .where('member.personId', '=', personId)
    .orderBy('programme.createdAt', 'desc')
    .execute()
  return rows.map(programmeOf)
}

function programmes(db: Executor) {
  return db
    .selectFrom('programme')
    .innerJoin('organisation as host', (join) =>
      join.onRef('host.programmeId', '=', 'programme.id').on('host.isHost', '=', true),
    )
    .select([
      'programme.id',
      'programme.name',
      'programme.description',
      'programme.cities',
      'programme.publishesAnswers',
      'programme.createdAt',
      'host.id as hostOrganisationId',
    ])
}

function programmeOf(row: Omit<Programme, 'createdAt'> & { createdAt: Date }): Programme {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
