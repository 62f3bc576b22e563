import type { ActionLink, EvidenceSource, EvidenceTheme, Origin } from '@meydan/shared/contracts/plans'
import type { SourceKind } from '@meydan/shared/documents/plan/records'
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
  requireDocument,
} from './origins.ts'
import { successorsOf } from './lineage.ts'
import { actionLinks } from './uses.ts'
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
  const records = wanted.filter(({ documentId }) => documentId)
  const origins = await originsOf(db, reader, records)
  const themes = wanted.filter(
    ({ documentId, recordId }) => origins.of('theme', documentId, recordId).state !== 'unknown',
  )
  const successors = await successorsOf(db, reader, records)
  const shown = [...themes, ...[...successors.values()].flat()]
  const notes = await notesOfThemes(db, reader, shown.flatMap(placed))
  const known = { lines, origins, notes, successors, direct: new Set(direct.map(keyOf)) }
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

function placed({ documentId, recordId }: { documentId: string | null; recordId: string }): RecordAt[] {
  return documentId === null ? [] : [{ documentId, recordId }]
}

type Known = {
  lines: readonly VotedLine[]
  origins: Origins
  notes: ReadonlyMap<string, Origin[]>
  /** By what they came of. */
  successors: ReadonlyMap<string, Origin[]>
  /** Notes and themes that the action names itself. */
  direct: ReadonlySet<string>
}

function sourceOf(link: Link, known: Known): EvidenceSource {
  if (link.kind === 'vote') return ofVote(link, known)
  const { lines, origins, notes } = known
  const { sourceId, kind, documentId, recordId } = link
  const at = kind === 'theme' && documentId ? { documentId, recordId } : null
  const inTheme = (at && notes.get(keyOf(at))) ?? []
  return {
    sourceId,
    ...origins.of(kind, documentId, recordId),
    votedOn: null,
    livesOn: livesOn(at, known),
    notes: inTheme,
    notesBySide: countBySide(inTheme),
    votes: lines.filter((line) => line.documentId === documentId && line.recordId === recordId).map(({ vote }) => vote),
  }
}

/** What was voted for: one line, with what it stands for, or a whole vote with all its lines. */
function ofVote({ sourceId, recordId }: Link, known: Known): EvidenceSource {
  const { lines, origins, notes, direct } = known
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
    livesOn: livesOn(line ?? null, known),
    notes: inTheme,
    notesBySide: countBySide(inTheme),
    votes: all.map(({ vote }) => vote),
  }
}

function livesOn(theme: RecordAt | null, { successors, notes }: Known): EvidenceTheme[] {
  return ((theme && successors.get(keyOf(theme))) ?? []).map((origin) => {
    const inTheme = placed(origin).flatMap((at) => notes.get(keyOf(at)) ?? [])
    return { ...origin, notes: inTheme, notesBySide: countBySide(inTheme) }
  })
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
