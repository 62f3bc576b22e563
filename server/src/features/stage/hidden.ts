import type { HiddenView } from '@meydan/shared/contracts/stage'
import { Board } from '@meydan/shared/documents/board/board'
import { clipOf } from '@meydan/shared/documents/board/clip'
import { removeItems } from '@meydan/shared/documents/board/moving'
import type { Item, ItemKind } from '@meydan/shared/documents/board/records'
import { AppError } from '@meydan/shared/errors'
import type { Executor, Trx } from '../../database/schema.ts'
import { onlyRecords } from '../../sync/history/deleted-records.ts'
import { editDocument } from '../../sync/history/edit-document.ts'
import { restoreKept } from '../../sync/history/restore.ts'
import { requireBoard } from './store.ts'

const LABEL_MAX = 120
const listed = ['id', 'documentId', 'kind', 'label', 'recordIds', 'hiddenAt', 'hiddenBy'] as const

export async function hiddenIn(db: Executor, roomId: string): Promise<HiddenView[]> {
  const rows = await db
    .selectFrom('hiddenObject')
    .select(listed)
    .where('roomId', '=', roomId)
    .orderBy('hiddenAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(viewOf)
}

/**
 * Takes objects off a board, with what they hold, their reactions and connectors, and keeps them apart with the ids of
 * their authors. In one transaction: either they are gone from the board and kept here, or neither. Throws `not_found`,
 * and what `editDocument` throws. The caller announces the document.
 */
export async function hide(
  trx: Trx,
  given: { roomId: string; documentId: string; seatId: string; ids: readonly string[] },
): Promise<HiddenView> {
  const { roomId, documentId, seatId, ids } = given
  await requireBoard(trx, given)
  await holdBoard(trx, documentId)
  let taken: ReturnType<typeof takenFrom> | undefined
  await editDocument(trx, {
    documentId,
    seatId,
    write: (doc, { kind }) => {
      const board = new Board(doc)
      taken = takenFrom(board, ids)
      if (taken.recordIds.length === 0) throw new AppError('not_found')
      const { recordIds } = taken
      taken.records = Buffer.from(onlyRecords(kind, doc, new Set(recordIds)))
      // Who may hide may open a lock; it is closed again when the object is shown.
      board.setLocked(recordIds, false)
      removeItems(board, recordIds)
      return new Map()
    },
  })
  const row = await trx
    .insertInto('hiddenObject')
    .values({ roomId, documentId, hiddenBy: seatId, ...taken! })
    .returning(listed)
    .executeTakeFirstOrThrow()
  return viewOf(row)
}

/** Puts what was hidden back under its old ids. Throws `not_found`. Answers with the board, to be announced. */
export async function showAgain(
  trx: Trx,
  { roomId, hiddenId, seatId }: { roomId: string; hiddenId: string; seatId: string },
): Promise<string> {
  const at = await trx
    .selectFrom('hiddenObject')
    .select('documentId')
    .where('id', '=', hiddenId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!at) throw new AppError('not_found')
  await holdBoard(trx, at.documentId)
  // Read under the lock. An erasure that held it until now may have left nothing of what was hidden.
  const row = await trx.deleteFrom('hiddenObject').where('id', '=', hiddenId).returning('records').executeTakeFirst()
  if (!row) throw new AppError('not_found')
  await restoreKept(trx, { documentId: at.documentId, seatId, bytes: row.records })
  return at.documentId
}

/** The board first, then what is hidden on it: an erasure takes them in the same order, and must not meet us halfway. */
async function holdBoard(trx: Trx, documentId: string): Promise<void> {
  await trx.selectFrom('document').select('id').where('id', '=', documentId).forUpdate().execute()
}

function takenFrom(board: Board, ids: readonly string[]) {
  const found = ids.flatMap((id) => board.item(id) ?? [])
  const { frames, themes, notes, shapes, connectors, strokes, pictures } = clipOf(
    board,
    found.map(({ id }) => id),
    null,
  )
  const items = new Set([frames, themes, notes, shapes, connectors, strokes, pictures].flat().map(({ id }) => id))
  const isIn = (id: string | null) => id !== null && items.has(id)
  // A connector goes with what it leads to, and both come back.
  const attached = board.connectors.all().filter(({ from, to }) => isIn(from.item) || isIn(to.item))
  const reactions = board.stamps.all().filter(({ item }) => items.has(item))
  for (const { id } of attached) items.add(id)
  return {
    recordIds: [...items, ...reactions.map(({ id }) => id)],
    kind: found[0]?.type ?? 'note',
    label: found.map((item) => wordsOf(board, item)).find(Boolean) ?? '',
    records: Buffer.alloc(0),
  }
}

/** The first words of an object, on one line, as a row can hold them. */
export function wordsOf(board: Board, item: Item): string {
  const words =
    item.type === 'theme' || item.type === 'frame'
      ? item.title
      : item.type === 'picture'
        ? item.alt
        : item.type === 'connector'
          ? item.label
          : board.textOf(item.id)
  return words
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LABEL_MAX)
    .toWellFormed()
}

type Row = {
  id: string
  documentId: string
  kind: string
  label: string
  recordIds: string[]
  hiddenAt: Date
  hiddenBy: string | null
}

function viewOf({ recordIds, kind, hiddenAt, ...row }: Row): HiddenView {
  return { ...row, kind: kind as ItemKind, count: recordIds.length, hiddenAt: hiddenAt.toISOString() }
}
