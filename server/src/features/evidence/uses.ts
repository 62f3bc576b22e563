import type { ActionLink } from '@meydan/shared/contracts/plans'
import type { ActionStatus } from '@meydan/shared/documents/plan/records'
import type { Executor } from '../../database/schema.ts'
import { predecessorsOf } from './lineage.ts'
import { keyOf, type Reader, type RecordAt, requireDocument } from './origins.ts'
import { votedLines } from './voted-lines.ts'

/**
 * The actions of this room that came of a record of a board: of itself, of a vote on it or on its theme, of its theme,
 * of the themes that these came of. Throws `not_found` where the room has no such document.
 */
export async function usesOf(db: Executor, reader: Reader, at: RecordAt) {
  await requireDocument(db, reader, at.documentId)
  const record = await db
    .selectFrom('boardRecord')
    .select('themeId')
    .where('documentId', '=', at.documentId)
    .where('recordId', '=', at.recordId)
    .executeTakeFirst()
  const theme = record?.themeId ? { ...at, recordId: record.themeId } : null
  const own = await predecessorsOf(db, at)
  const ofTheme = theme ? [theme, ...(await predecessorsOf(db, theme))] : []
  const lines = await votedLines(db, reader, { records: [at, ...own, ...ofTheme], ids: [] })
  const voted = lines.filter(({ documentId }) => documentId === at.documentId).map(({ vote }) => vote.optionId)
  const through = [
    [null, 'record', [at.recordId]],
    ['vote', 'vote', voted],
    ['lineage', 'record', own.map(({ recordId }) => recordId)],
    ['theme', 'record', ofTheme.map(({ recordId }) => recordId)],
  ] as const
  const found = new Map<string, ActionLink & { through: 'theme' | 'vote' | 'lineage' | null }>()
  for (const [by, kind, records] of through) {
    for (const link of await actionsFrom(db, reader, { documentId: at.documentId, kind, records })) {
      const key = keyOf({ documentId: link.documentId, recordId: link.actionId })
      if (!found.has(key)) found.set(key, { ...link, through: by })
    }
  }
  return [...found.values()]
}

async function actionsFrom(
  db: Executor,
  reader: Reader,
  { documentId, kind, records }: { documentId: string; kind: 'record' | 'vote'; records: readonly string[] },
): Promise<ActionLink[]> {
  if (records.length === 0) return []
  return actionLinks(db, reader)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('evidenceLink')
          .select('sourceId')
          .whereRef('evidenceLink.documentId', '=', 'planAction.documentId')
          .whereRef('evidenceLink.actionId', '=', 'planAction.actionId')
          .where('sourceRecord', 'in', records)
          .where(({ eb, and }) =>
            kind === 'vote'
              ? eb('evidenceLink.kind', '=', 'vote')
              : and([eb('evidenceLink.kind', 'in', ['note', 'theme']), eb('sourceDocumentId', '=', documentId)]),
          ),
      ),
    )
    .execute()
}

/** Actions of this room's plans as links to them, what is due first coming first. */
export function actionLinks(db: Executor, { roomId }: Reader) {
  return db
    .selectFrom('planAction')
    .innerJoin('document', 'document.id', 'planAction.documentId')
    .innerJoin('room', 'room.id', 'document.roomId')
    .leftJoin('organisation', (join) =>
      join
        .onRef('organisation.id', '=', 'planAction.responsibleId')
        .onRef('organisation.programmeId', '=', 'room.programmeId'),
    )
    .select(['planAction.documentId', 'document.title as planTitle', 'actionId', 'planAction.title', 'due'])
    .select(({ ref }) => ref('planAction.status').$castTo<ActionStatus>().as('status'))
    .select('organisation.name as responsible')
    .where('room.id', '=', roomId)
    .orderBy('due', (order) => order.asc().nullsLast())
    .orderBy('planAction.actionId')
}
