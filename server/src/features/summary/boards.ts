import type { PerSide, SummaryTheme } from '@meydan/shared/contracts/summary'
import type { Board } from '@meydan/shared/documents/board/board'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import type { Side } from '@meydan/shared/words'
import type { Executor } from '../../database/schema.ts'
import { readStoredBoard } from '../../sync/stored-board.ts'
import { Kept } from './kept.ts'

const BOARDS_KEPT = 80

type ReadNote = {
  /** Itself, or what it is a copy of. */
  origin: string
  isCopy: boolean
  seat: string | null
  side: Side
  theme: string | null
  table: string | null
}
type ReadBoard = { notes: ReadNote[]; themes: { id: string; title: string; origin: string; isCopy: boolean }[] }
/** `isMerged`: the own board of a table that has brought its notes back. */
type BoardAt = { id: string; title: string; epoch: number; head: number; isMerged: boolean }

export type BoardFigures = {
  themes: SummaryTheme[]
  notes: { count: number; bySide: PerSide }
  byTable: ReadonlyMap<string, number>
}

/** What is on a room's boards, as it is committed; a board is read once for each state it is in. */
export class BoardReader {
  readonly #kept = new Kept<ReadBoard>(BOARDS_KEPT)

  /** Which boards a room has and how far each has come: as long as it is the same, so are their figures. */
  async boardsOf(db: Executor, roomId: string): Promise<BoardAt[]> {
    return db
      .selectFrom('document')
      .select(['id', 'title', 'epoch', 'head'])
      .select((eb) =>
        eb
          .exists(
            eb
              .selectFrom('roomTable')
              .select('roomTable.id')
              .whereRef('roomTable.documentId', '=', 'document.id')
              .where('place', '=', 'boards')
              .where('state', '=', 'merged'),
          )
          .$castTo<boolean>()
          .as('isMerged'),
      )
      .where('roomId', '=', roomId)
      .where('kind', '=', 'board')
      .where('quarantinedAt', 'is', null)
      .orderBy('createdAt')
      .orderBy('id')
      .execute()
  }

  /** Themes and notes by side. `sides`: of every seat; a note's own word counts only where its seat is nobody's. */
  async figures(db: Executor, boards: readonly BoardAt[], sides: ReadonlyMap<string, Side>): Promise<BoardFigures> {
    const read: { board: BoardAt; content: ReadBoard }[] = []
    for (const board of boards) {
      const key = `${board.id} ${board.epoch} ${board.head}`
      read.push({ board, content: await this.#kept.of(key, () => readBoard(db, board.id)) })
    }
    const sideOf = (note: ReadNote) => sideShown(note, note.seat === null ? undefined : sides.get(note.seat))
    const all = new Map<string, ReadNote>()
    for (const note of read.flatMap(({ content }) => content.notes)) {
      // A copy stands only for an original that is gone: whoever copied it didn't write it.
      const known = all.get(note.origin)
      const kept = known && note.isCopy ? known : note
      // On a table's own board a note need not say its table: what was brought from there does.
      all.set(note.origin, { ...kept, table: kept.table ?? known?.table ?? note.table })
    }
    const notes = [...all.values()]
    const byTable = new Map<string, number>()
    for (const { table } of notes) if (table) byTable.set(table, (byTable.get(table) ?? 0) + 1)
    return {
      themes: themesOf(read, sideOf),
      notes: { count: notes.length, bySide: countBySide(notes, sideOf) },
      byTable,
    }
  }
}

function themesOf(
  read: readonly { board: BoardAt; content: ReadBoard }[],
  sideOf: (note: ReadNote) => Side | null,
): SummaryTheme[] {
  // What came back from a table is on the plenary board: the table's own board would say it a second time.
  const brought = new Set(
    read.flatMap(({ content }) => content.themes.filter(({ isCopy }) => isCopy).map(({ origin }) => origin)),
  )
  return read.flatMap(({ board, content }) => {
    const members = Map.groupBy(content.notes, ({ theme }) => theme)
    return content.themes
      .filter(({ origin }) => !board.isMerged || !brought.has(origin))
      .map(({ id, title }) => {
        const notes = members.get(id) ?? []
        const bySide = countBySide(notes, sideOf)
        return { documentId: board.id, boardTitle: board.title, themeId: id, title, notes: notes.length, bySide }
      })
      .filter(({ title, notes }) => title !== '' || notes > 0)
      .sort((a, b) => b.notes - a.notes)
  })
}

function countBySide(notes: readonly ReadNote[], sideOf: (note: ReadNote) => Side | null): PerSide {
  const counts = { civil: 0, public: 0, neutral: 0 }
  for (const note of notes) {
    const side = sideOf(note)
    if (side) counts[side] += 1
  }
  return counts
}

async function readBoard(db: Executor, documentId: string): Promise<ReadBoard> {
  const read = await readStoredBoard(db, documentId, (board) => contentOf(board, documentId))
  return read ?? { notes: [], themes: [] }
}

function contentOf(board: Board, documentId: string): ReadBoard {
  const originOf = ({ id, source }: { id: string; source: { document: string | null; record: string } | null }) => ({
    origin: source ? `${source.document ?? documentId} ${source.record}` : `${documentId} ${id}`,
    isCopy: source !== null,
  })
  return {
    notes: board.notes.all().map((note) => {
      const { seat, side, table } = note
      return { ...originOf(note), seat, side, table, theme: board.themeOf(note)?.id ?? null }
    }),
    themes: board.themes.all().map((theme) => ({ id: theme.id, title: theme.title, ...originOf(theme) })),
  }
}
