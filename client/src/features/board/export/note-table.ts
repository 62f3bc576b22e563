import { stampsByItem } from '@meydan/shared/documents/board/arrange'
import type { Board } from '@meydan/shared/documents/board/board'
import { type Note, type NoteKind, type StampSign, stampSigns } from '@meydan/shared/documents/board/records'
import { withoutOverrides } from '@meydan/shared/documents/board/text-direction'
import { type PerSide, type Position, positions } from '@meydan/shared/contracts/votes'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import { type FieldOfWork, type Side, sides } from '@meydan/shared/words'
import type { MessageKey } from '../../../i18n/index.ts'
import type { Voted } from './board-votes.ts'

/** Columns of the table of notes, in their order. */
export const noteColumns = [
  'text',
  'theme',
  'frame',
  'table',
  'side',
  'organisation',
  'kind',
  'affected',
  'fields',
  'locality',
  'severity',
  'evidence',
  'reactions',
  'votes',
  'themeVotes',
] as const
export type NoteColumn = (typeof noteColumns)[number]

/** A column's head is called what the field is called where one writes it. */
export function keyOfColumn(column: NoteColumn): MessageKey {
  switch (column) {
    case 'text':
    case 'theme':
    case 'frame':
    case 'table':
    case 'side':
    case 'organisation':
    case 'votes':
    case 'themeVotes':
      return `board.export.column.${column}`
    case 'reactions':
      return 'board.stamp.label'
    default:
      return `board.need.${column}`
  }
}

/** What the table needs in words, in the language it is written in. */
export type TableWords = {
  column: (column: NoteColumn) => string
  kind: (kind: NoteKind) => string
  field: (field: FieldOfWork) => string
  side: (side: Side) => string
  stamp: (sign: StampSign) => string
  position: (position: Position) => string
  /** What closed votes say of an object. */
  votesOn: (record: string) => readonly Voted[]
  seatOf: (seat: string) => { organisation: string; side: Side } | undefined
}

/** What stands between several values in one cell. */
export const LIST_MARK = '; '

/** The notes among these ids, in their order, each a row under translated heads. */
export function noteTable(board: Board, order: readonly string[], words: TableWords): string[][] {
  const stamps = stampsByItem(board)
  const rows = order.flatMap((id) => {
    const note = board.notes.get(id)
    if (!note) return []
    const signs = (stamps.get(id) ?? []).map(({ sign }) => sign)
    const row = noteRow(board, note, signs, words)
    return [noteColumns.map((column) => row[column].toWellFormed().replaceAll('\u0000', ''))]
  })
  return [noteColumns.map(words.column), ...rows]
}

function noteRow(board: Board, note: Note, signs: StampSign[], words: TableWords): Record<NoteColumn, string> {
  const seat = note.seat === null ? undefined : words.seatOf(note.seat)
  const counts = stampSigns
    .map((sign) => ({ sign, count: signs.filter((each) => each === sign).length }))
    .filter(({ count }) => count > 0)
  const theme = board.themeOf(note)
  const side = sideShown(note, seat?.side)
  return {
    text: withoutOverrides(board.textOf(note.id)),
    theme: theme?.title ?? '',
    frame: board.frameOf(note)?.title ?? '',
    table: (note.table && board.frames.get(note.table)?.title) || '',
    side: side ? words.side(side) : '',
    organisation: seat?.organisation ?? '',
    kind: note.kind ? words.kind(note.kind) : '',
    affected: note.affected,
    fields: note.fields.map(words.field).join(LIST_MARK),
    locality: note.locality,
    severity: note.severity === null ? '' : String(note.severity),
    evidence: note.evidence,
    reactions: counts.map(({ sign, count }) => `${words.stamp(sign)}: ${count}`).join(LIST_MARK),
    votes: votesText(words.votesOn(note.id), words),
    themeVotes: theme ? votesText(words.votesOn(theme.id), words) : '',
  }
}

/** “Priorities: 7 (Civil society 4, Public institutions 3)”. */
function votesText(voted: readonly Voted[], words: TableWords): string {
  const sum = (given: PerSide) => {
    const by = sides.filter((side) => given[side] > 0).map((side) => `${words.side(side)} ${given[side]}`)
    return `${given.civil + given.public + given.neutral}${by.length > 0 ? ` (${by.join(', ')})` : ''}`
  }
  return voted
    .map(({ title, kind, result }) => {
      if (kind === 'dots') return `${title}: ${sum(result.dots)}`
      return `${title}: ${positions.map((position) => `${words.position(position)} ${sum(result[position])}`).join(', ')}`
    })
    .join(LIST_MARK)
}
