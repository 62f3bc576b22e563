import type { ActionLink, EvidenceSource, Origin } from '@meydan/shared/contracts/plans'
import { AppError } from '@meydan/shared/errors'
import type { ActionStatus, SourceKind } from '@meydan/shared/documents/plan/records'
import type { Executor } from '../../database/schema.ts'
import {
  boardRecords,
  keyOf,
  nothingOf,
  originOfRecord,
  type Origins,
  originsOf,
  type Reader,
  type RecordAt,
} from './origins.ts'
import { type VotedLine, votedLines } from './voted-lines.ts'

/** A theme has tens of notes; who pastes a thousand into one sees the first. */
const NOTES_MAX = 500

type Link = { sourceId: string; kind: SourceKind; documentId: string | null; recordId: string }

/**
 * What an action came from, as its plan was projected last: an action that isn't there yet has come from nothing.
 * Throws `not_found` where the room has no such plan.
 */
export async function evidenceOf(
  db: Executor,
  reader: Reader,
  at: { documentId: string; actionId: string },
): Promise<{ sources: EvidenceSource[]; becomes: ActionLink[] }> {
  await requireDocument(db, reader, at.documentId)
  const links = await linksOf(db, at)
  const named = links.filter(({ kind }) => kind === 'vote').map(({ recordId }) => recordId)
  const direct = links.flatMap(recordOf)
  const lines = await votedLines(db, reader, { records: direct, ids: named })
  const wanted = [...direct, ...lines.map(({ documentId, recordId }) => ({ documentId, recordId }))]
  const origins = await originsOf(
    db,
    reader,
    wanted.filter(({ documentId }) => documentId),
  )
  const themes = wanted.filter(
    ({ documentId, recordId }) => origins.of('theme', documentId, recordId).state !== 'unknown',
  )
  const notes = await notesOfThemes(db, reader, themes)
  const known = { lines, origins, notes, direct: new Set(direct.map(keyOf)) }
  const sources = links.map((link) => sourceOf(link, known))
  return { sources: sources.sort(byKind), becomes: await becomesOf(db, reader, at) }
}

async function linksOf(db: Executor, { documentId, actionId }: { documentId: string; actionId: string }) {
  const rows = await db
    .selectFrom('evidenceLink')
    .select(['sourceId', 'kind', 'sourceDocumentId', 'sourceRecord'])
    .where('documentId', '=', documentId)
    .where('actionId', '=', actionId)
    .execute()
  return rows.map(({ sourceId, kind, sourceDocumentId, sourceRecord }): Link => {
    // Of another action, no document means the plan itself.
    const of = kind === 'action' ? (sourceDocumentId ?? documentId) : sourceDocumentId
    return { sourceId, kind: kind as SourceKind, documentId: of, recordId: sourceRecord }
  })
}

function recordOf({ kind, documentId, recordId }: Link): RecordAt[] {
  return kind === 'vote' || documentId === null ? [] : [{ documentId, recordId }]
}

type Known = {
  lines: readonly VotedLine[]
  origins: Origins
  notes: ReadonlyMap<string, Origin[]>
  /** Notes and themes that the action names itself. */
  direct: ReadonlySet<string>
}

function sourceOf(link: Link, known: Known): EvidenceSource {
  if (link.kind === 'vote') return ofVote(link, known)
  const { lines, origins, notes } = known
  const { sourceId, kind, documentId, recordId } = link
  const inTheme = (kind === 'theme' && documentId && notes.get(keyOf({ documentId, recordId }))) || []
  return {
    sourceId,
    ...origins.of(kind, documentId, recordId),
    votedOn: null,
    notes: inTheme,
    notesBySide: countBySide(inTheme),
    votes: lines.filter((line) => line.documentId === documentId && line.recordId === recordId).map(({ vote }) => vote),
  }
}

/** What was voted for: one line, with what it stands for, or a whole vote with all its lines. */
function ofVote({ sourceId, recordId }: Link, { lines, origins, notes, direct }: Known): EvidenceSource {
  const line = lines.find(({ vote }) => vote.optionId === recordId)
  const ofWhole = lines.filter(({ vote }) => vote.voteId === recordId)
  // Of a whole vote those lines matter that stand for what the action came from besides.
  const meant = ofWhole.filter((one) => direct.has(keyOf(one)))
  const all = line ? [line] : meant.length > 0 ? meant : ofWhole
  const isBoardRecord = line && line.documentId && (line.recordType === 'note' || line.recordType === 'theme')
  const votedOn = isBoardRecord ? origins.of(line.recordType as SourceKind, line.documentId, line.recordId) : null
  const inTheme = (line && notes.get(keyOf(line))) ?? []
  const words = line ? line.vote.label : (all[0]?.vote.title ?? '')
  return {
    sourceId,
    ...nothingOf('vote', recordId, 'unknown'),
    ...(all.length > 0 && { words, state: 'here' as const }),
    votedOn,
    notes: inTheme,
    notesBySide: countBySide(inTheme),
    votes: all.map(({ vote }) => vote),
  }
}

/** The notes of themes, by `keyOf` their theme. What is hidden is in no theme but for those who hide. */
async function notesOfThemes(
  db: Executor,
  reader: Reader,
  themes: readonly RecordAt[],
): Promise<Map<string, Origin[]>> {
  const found = new Map<string, Origin[]>()
  if (themes.length === 0) return found
  const rows = await boardRecords(db, reader)
    .where('boardRecord.kind', '=', 'note')
    .where('boardRecord.documentId', 'in', [...new Set(themes.map(({ documentId }) => documentId))])
    .where('themeId', 'in', [...new Set(themes.map(({ recordId }) => recordId))])
    .orderBy('goneAt', (order) => order.nullsFirst())
    .orderBy('recordId')
    .limit(NOTES_MAX)
    .execute()
  for (const row of rows) {
    if (row.isHidden && !reader.saysHidden) continue
    const key = keyOf({ documentId: row.documentId, recordId: row.themeId! })
    found.set(key, [...(found.get(key) ?? []), originOfRecord(row, reader)])
  }
  return found
}

function countBySide(notes: readonly Origin[]) {
  const counts = { civil: 0, public: 0, neutral: 0 }
  for (const { side, state } of notes) if (side && state === 'here') counts[side] += 1
  return counts
}

const kindOrder: readonly SourceKind[] = ['vote', 'theme', 'note', 'action']

function byKind(a: EvidenceSource, b: EvidenceSource): number {
  const [one, other] = [kindOrder.indexOf(a.kind), kindOrder.indexOf(b.kind)]
  return one - other || a.words.localeCompare(b.words) || (a.sourceId < b.sourceId ? -1 : 1)
}

async function becomesOf(
  db: Executor,
  reader: Reader,
  { documentId, actionId }: { documentId: string; actionId: string },
): Promise<ActionLink[]> {
  return actionLinks(db, reader)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('evidenceLink')
          .select('sourceId')
          .whereRef('evidenceLink.documentId', '=', 'planAction.documentId')
          .whereRef('evidenceLink.actionId', '=', 'planAction.actionId')
          .where('evidenceLink.kind', '=', 'action')
          .where('sourceRecord', '=', actionId)
          .where(({ or, and, eb }) =>
            or([
              eb('sourceDocumentId', '=', documentId),
              and([eb('sourceDocumentId', 'is', null), eb('evidenceLink.documentId', '=', documentId)]),
            ]),
          ),
      ),
    )
    .execute()
}

/**
 * The actions of this room that came of a record of a board: of itself, of a vote on it or on its theme, of its theme.
 * Throws `not_found` where the room has no such document.
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
  const lines = await votedLines(db, reader, { records: theme ? [at, theme] : [at], ids: [] })
  const voted = lines.filter(({ documentId }) => documentId === at.documentId).map(({ vote }) => vote.optionId)
  const through = [
    [null, 'record', [at.recordId]],
    ['vote', 'vote', voted],
    ['theme', 'record', theme ? [theme.recordId] : []],
  ] as const
  const found = new Map<string, ActionLink & { through: 'theme' | 'vote' | null }>()
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
function actionLinks(db: Executor, { roomId }: Reader) {
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

async function requireDocument(db: Executor, { roomId }: Reader, documentId: string): Promise<void> {
  const row = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
}
