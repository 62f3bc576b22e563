import { LABEL_MAX } from '@meydan/shared/contracts/votes'
import type { Board } from '@meydan/shared/documents/board/board'
import { type HolderInRoom, idsOfSeatsHeld } from '../../access/seats-held.ts'
import { sql } from 'kysely'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { ErasedDocument } from '../../sync/history/erase.ts'
import { readStoredBoard } from '../../sync/stored-board.ts'

/**
 * Empties what votes keep of the words of objects that a person made in a room. To be called before its documents are
 * erased: afterwards nobody knows which these were. Answers with how many options that were.
 */
export async function eraseLabelsOf(db: Database, of: HolderInRoom): Promise<number> {
  const options = await labelled(db, of.roomId).execute()
  if (options.length === 0) return 0
  const theirs = await recordsOf(db, of.roomId, await idsOfSeatsHeld(db, of))
  const ids = options.filter(({ recordId }) => theirs.has(recordId)).map(({ id }) => id)
  if (ids.length > 0) await db.updateTable('voteOption').set({ label: '' }).where('id', 'in', ids).execute()
  return ids.length
}

/**
 * Where a person wrote in what somebody else made, votes say of it what is left of it on the board. What isn't there any
 * more says nothing. Called while the document is erased.
 */
export async function rereadLabels(trx: Trx, { documentId, roomId, erasure }: ErasedDocument): Promise<void> {
  const options = await labelled(trx, roomId).execute()
  if (options.length === 0) return
  const worded = await recordsWordedBy(trx, documentId, erasure.seats)
  const { records } = erasure.words
  const stale = options.filter(({ recordId }) => worded.has(recordId) || records.has(recordId))
  if (stale.length === 0) return
  const labels = await readStoredBoard(trx, documentId, (board) =>
    stale.map(({ id, recordId }) => ({ id, label: labelOf(board, recordId) })),
  )
  for (const { id, label } of labels ?? []) {
    await trx.updateTable('voteOption').set({ label }).where('id', '=', id).execute()
  }
}

function labelled(db: Executor, roomId: string) {
  return db
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select(['voteOption.id', 'voteOption.recordId'])
    .where('vote.roomId', '=', roomId)
    .where('voteOption.label', '!=', '')
}

/** Ids of what these seats made on a room's boards. */
async function recordsOf(db: Database, roomId: string, seats: ReadonlySet<string>): Promise<Set<string>> {
  const boards = await db
    .selectFrom('document')
    .select('id')
    .where('roomId', '=', roomId)
    .where('kind', '=', 'board')
    .where('quarantinedAt', 'is', null)
    .execute()
  const found = new Set<string>()
  for (const { id: documentId } of boards) {
    const items = await readStoredBoard(db, documentId, ({ notes, themes }) => [...notes.all(), ...themes.all()])
    for (const { id, seat } of items ?? []) if (seat !== null && seats.has(seat)) found.add(id)
  }
  return found
}

/** Ids of what these seats added to a document, or whose words they changed, also where that is gone since. */
async function recordsWordedBy(trx: Trx, documentId: string, seats: ReadonlySet<string>): Promise<Set<string>> {
  if (seats.size === 0) return new Set()
  const rows = await trx
    .selectFrom('documentChange')
    .select('recordId')
    .distinct()
    .where('documentId', '=', documentId)
    .where('seatId', 'in', [...seats])
    .where(sql<boolean>`(action = 'added' or fields && ${['text', 'title']}::text[])`)
    .execute()
  return new Set(rows.map(({ recordId }) => recordId))
}

/** What an option says of its object; empty where it isn't on the board. */
function labelOf(board: Board, recordId: string): string {
  const item = board.item(recordId)
  const words = item?.type === 'theme' || item?.type === 'frame' ? item.title : item ? board.textOf(item.id) : ''
  const characters = [...words.normalize('NFC').trim().toWellFormed()].slice(0, LABEL_MAX).join('')
  // What the contract takes for a label: board texts may hold more.
  return characters.replace(/[^\P{Cc}\t\n]/gu, '')
}
