import { Board } from '@meydan/shared/documents/board/board'
import type { Frame } from '@meydan/shared/documents/board/records'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { type PassageEnds, wordsOfPassage } from '@meydan/shared/documents/minutes/passage'
import { clausesOf, namedIn, sectionsOf } from '@meydan/shared/documents/minutes/passages'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { progressOf } from '@meydan/shared/documents/plan/promise'
import type { Action, Source } from '@meydan/shared/documents/plan/records'
import type * as Y from 'yjs'
import type {
  BoardRecord,
  EvidenceLink,
  MinutesClause,
  MinutesMark,
  MinutesSection,
  PlanAction,
} from '../database/schema.generated.ts'

/** `folded`: Postgres makes it of the words. */
export type RecordRow = Omit<BoardRecord, 'documentId' | 'goneAt' | 'folded' | 'cameOf'> & { cameOf: string[] }
export type ActionRow = Omit<PlanAction, 'documentId' | 'folded'>
export type LinkRow = Omit<EvidenceLink, 'documentId'>
export type SectionRow = Omit<MinutesSection, 'documentId' | 'folded'>
export type ClauseRow = Omit<MinutesClause, 'documentId'>
export type MarkRow = Omit<MinutesMark, 'documentId'>
/** Null: what was asked for is no passage of this text. */
export type PassageRow = { threadId: string; words: string | null }
/** What is asked about minutes: passages, by the threads about them. */
export type AskedPassage = PassageEnds & { threadId: string }
/** What a document says, as rows; of the tables that aren't its own kind's there are none. */
export type DocumentRows = {
  records: RecordRow[]
  actions: ActionRow[]
  links: LinkRow[]
  sections: SectionRow[]
  clauses: ClauseRow[]
  marks: MarkRow[]
  passages: PassageRow[]
}
const NONE: DocumentRows = { records: [], actions: [], links: [], sections: [], clauses: [], marks: [], passages: [] }

/** So much of a passage is kept for those who only read of it. */
const QUOTE_MAX = 300

/** Raised whenever the same document makes other rows: then all are made anew, little by little. */
export const PROJECTION_VERSION = 4

/** What of a document is for lists, reminders, search and reports. Total, as reading a document is. */
export function rowsOf(
  kind: DocumentKind,
  doc: Y.Doc,
  documentId: string,
  passages: readonly AskedPassage[] = [],
): DocumentRows {
  switch (kind) {
    case 'board':
      return { ...NONE, records: recordsOf(new Board(doc)) }
    case 'plan':
      return { ...NONE, ...planRowsOf(new Plan(doc), documentId) }
    default:
      return { ...NONE, ...minutesRowsOf(new Minutes(doc), passages) }
  }
}

/** Minutes by their headings, their clauses, and what they name. */
function minutesRowsOf(
  minutes: Minutes,
  passages: readonly AskedPassage[],
): Pick<DocumentRows, 'sections' | 'clauses' | 'marks' | 'passages'> {
  const blocks = minutes.blocks()
  return {
    sections: sectionsOf(blocks).map(({ heading, words }, position) => ({
      position,
      heading: storable(heading),
      words: storable(words),
    })),
    clauses: clausesOf(blocks).map(({ id, words }, position) => ({ clauseId: id, position, words: storable(words) })),
    marks: namedIn(blocks)
      .filter(({ target }) => storableId(target) !== null)
      .map(({ kind, target, document }, position) => ({ position, kind, target, targetDocumentId: document })),
    passages: passages.map(({ threadId, ...ends }) => {
      const words = minutes.body && wordsOfPassage(minutes.body, ends)
      return { threadId, words: words && storable(words).slice(0, QUOTE_MAX).toWellFormed() }
    }),
  }
}

function recordsOf(board: Board): RecordRow[] {
  const notes = board.notes.all().map(
    (note): RecordRow => ({
      ...said(note),
      kind: 'note',
      words: storable(board.textOf(note.id)),
      themeId: storableId(board.themeOf(note)?.id ?? null),
      tableId: storableId(note.table),
      cameOf: [],
    }),
  )
  const themes = board.themes
    .all()
    // One id, one row: an odd document may have a note and a theme of the same.
    .filter(({ id }) => !board.notes.has(id))
    .map(
      (theme): RecordRow => ({
        ...said(theme),
        kind: 'theme',
        words: storable(theme.title),
        themeId: null,
        tableId: null,
        cameOf: theme.cameOf.filter((id) => storableId(id) !== null),
      }),
    )
  const frames = board.frames
    .all()
    .filter(({ id }) => !board.notes.has(id) && !board.themes.has(id))
    .map(frameRow)
  return [...notes, ...themes, ...frames].filter(({ recordId }) => storableId(recordId) !== null)
}

/** A frame is nobody's, and of no side. */
function frameRow({ id, title }: Frame): RecordRow {
  return {
    ...{ recordId: id, kind: 'frame', words: storable(title), seatId: null, side: 'neutral' },
    ...{ noteKind: null, severity: null, fields: [], themeId: null, tableId: null, cameOf: [] },
  }
}

type Said = Pick<RecordRow, 'side' | 'severity'> & { id: string; seat: string | null; kind: string | null } & {
  fields: readonly string[]
}

function said({ id, seat, side, kind, severity, fields }: Said) {
  return { recordId: id, seatId: uuid(seat), side, noteKind: kind, severity, fields: [...fields] }
}

function planRowsOf(plan: Plan, documentId: string): Pick<DocumentRows, 'actions' | 'links'> {
  const inOrder = [null, ...plan.orderedGoals().map(({ id }) => id)].flatMap((goal) => plan.actionsOf(goal))
  const kept = inOrder.filter(({ id }) => storableId(id) !== null)
  return {
    actions: kept.map((action, position) => actionRow(plan, action, position)),
    links: kept.flatMap(({ id }) =>
      plan
        .sourcesOf(id)
        .filter((source) => storableId(source.id) !== null && storableId(source.record) !== null)
        .map((source) => linkRow(source, documentId)),
    ),
  }
}

function actionRow(plan: Plan, action: Action, position: number): ActionRow {
  const { id, status, priority, side, indicatorBaseline, indicatorTarget, indicatorCurrent } = action
  return {
    actionId: id,
    goalTitle: storable((action.goal && plan.goals.get(action.goal)?.title) || ''),
    position,
    title: storable(action.title),
    description: storable(plan.descriptionOf(id)),
    status,
    responsibleId: uuid(action.responsible),
    supportingIds: action.supporting.flatMap((organisation) => uuid(organisation) ?? []),
    personSeatId: uuid(action.person),
    start: day(action.start),
    due: day(action.due),
    agreedStart: day(action.agreedStart),
    agreedDue: day(action.agreedDue),
    progress: progressOf(plan, action),
    priority,
    indicatorName: storable(action.indicatorName),
    indicatorUnit: storable(action.indicatorUnit),
    ...{ indicatorBaseline, indicatorTarget, indicatorCurrent },
    fields: [...action.fields],
    locality: storable(action.locality),
    seatId: uuid(action.seat),
    side,
  }
}

function linkRow({ id, action, kind, document, record }: Source, documentId: string): LinkRow {
  // What is in this same plan doesn't say so; as rows, both ends of a link are found the same way.
  const sourceDocumentId = uuid(document) ?? (kind === 'action' ? documentId : null)
  return { sourceId: id, actionId: action, kind, sourceDocumentId, sourceRecord: record }
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whatever else a document may give for an id is no row's. */
function uuid(value: string | null): string | null {
  return value !== null && UUID.test(value) ? value.toLowerCase() : null
}

/** Postgres's calendar has no year 0. */
function day(value: string | null): string | null {
  return value?.startsWith('0000') ? null : value
}

/** Words as Postgres can hold them. */
function storable(words: string): string {
  return words.replaceAll('\0', '').toWellFormed()
}

/** An id that would have to be changed to be stored is none. */
function storableId(id: string | null): string | null {
  return id !== null && storable(id) === id ? id : null
}
