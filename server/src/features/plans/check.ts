import { Id } from '@meydan/shared/contracts/ids'
import type { NewSource } from '@meydan/shared/documents/plan/plan'
import type { SourceKind } from '@meydan/shared/documents/plan/records'
import { AppError, type ErrorReply } from '@meydan/shared/errors'
import type { Executor } from '../../database/schema.ts'
import type { GivenActions } from './actions.ts'

type Fields = NonNullable<ErrorReply['fields']>
type Checked = { roomId: string; programmeId: string; actions: GivenActions }

/**
 * Throws `invalid` where an action is given to an organisation of another programme, or comes from elsewhere than this
 * room. That a note or theme is there is not asked: one that was deleted a moment ago is still where an action came from.
 */
export async function checkActions(db: Executor, given: Checked): Promise<void> {
  const fields = [...(await wrongOrganisations(db, given)), ...(await wrongSources(db, given))]
  if (fields.length > 0) throw new AppError('invalid', fields)
}

async function wrongOrganisations(db: Executor, { programmeId, actions }: Checked): Promise<Fields> {
  const asked = [...new Set(actions.flatMap(({ responsible }) => responsible ?? []))]
  if (asked.length === 0) return []
  const rows = await db
    .selectFrom('organisation')
    .select('id')
    .where('programmeId', '=', programmeId)
    .where('id', 'in', asked)
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  return actions.flatMap(({ responsible }, index) =>
    responsible !== null && !known.has(responsible)
      ? [{ path: `actions.${index}.responsible`, problem: 'organisation_unknown' }]
      : [],
  )
}

async function wrongSources(db: Executor, { roomId, actions }: Checked): Promise<Fields> {
  const all = actions.flatMap(({ sources }) => sources)
  const documents = await kindsOf(db, roomId, all)
  const votes = await votesAmong(db, roomId, all)
  const isHere = ({ kind, document, record }: NewSource) => {
    if (kind === 'vote') return document === null && votes.has(record)
    // Without a document it is an action of this same plan.
    return document === null ? kind === 'action' : documents.get(document) === holds[kind]
  }
  return actions.flatMap(({ sources }, index) =>
    sources.flatMap((source, place) =>
      isHere(source) ? [] : [{ path: `actions.${index}.sources.${place}`, problem: 'source_elsewhere' }],
    ),
  )
}

const holds: Record<Exclude<SourceKind, 'vote'>, 'board' | 'plan'> = { note: 'board', theme: 'board', action: 'plan' }

async function kindsOf(db: Executor, roomId: string, sources: readonly NewSource[]): Promise<Map<string, string>> {
  const asked = [...new Set(sources.flatMap(({ document }) => document ?? []))]
  if (asked.length === 0) return new Map()
  const rows = await db
    .selectFrom('document')
    .select(['id', 'kind'])
    .where('roomId', '=', roomId)
    .where('id', 'in', asked)
    .execute()
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}

/** Drafts are nobody's business yet but those who prepare them. */
async function votesAmong(db: Executor, roomId: string, sources: readonly NewSource[]): Promise<Set<string>> {
  const named = sources.flatMap(({ kind, record }) => (kind === 'vote' ? [record] : []))
  const asked = [...new Set(named.filter((record) => Id.safeParse(record).success))]
  if (asked.length === 0) return new Set()
  const rows = await db
    .selectFrom('vote')
    .select('id')
    .where('roomId', '=', roomId)
    .where('state', '!=', 'draft')
    .where('id', 'in', asked)
    .execute()
  return new Set(rows.map(({ id }) => id))
}
