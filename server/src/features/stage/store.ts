import type { StageView } from '@meydan/shared/contracts/stage'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor, Trx } from '../../database/schema.ts'
import { type EndHook, NOTHING_HAPPENED } from '../../live/steps.ts'

const now = sql<Date>`now()`

/** How the room is led; a room that nobody has led yet is at rest. */
export async function stageOf(db: Executor, roomId: string): Promise<StageView> {
  const row = await db.selectFrom('stage').selectAll().where('roomId', '=', roomId).executeTakeFirst()
  return {
    leaderSeatId: row?.leaderSeatId ?? null,
    documentId: row?.documentId ?? null,
    viewLocked: row?.viewLocked ?? false,
    broughtAt: row?.broughtAt?.toISOString() ?? null,
    cursorsMuted: row?.cursorsMuted ?? false,
    message: row?.messageAt ? { text: row.message, at: row.messageAt.toISOString(), seatId: row.messageSeatId } : null,
  }
}

/**
 * Makes a seat the one whose view the others come to, on this board, and keeps them there where `viewLocked`. Throws
 * `not_found` where the room has no such board.
 */
export async function lead(
  trx: Trx,
  roomId: string,
  given: { seatId: string; documentId: string; viewLocked: boolean },
): Promise<void> {
  const { seatId, documentId, viewLocked } = given
  await requireBoard(trx, { roomId, documentId })
  await change(trx, roomId, { leaderSeatId: seatId, documentId, viewLocked, broughtAt: now })
}

export async function release(trx: Trx, roomId: string): Promise<void> {
  await change(trx, roomId, { leaderSeatId: null, documentId: null, viewLocked: false, broughtAt: null })
}

export async function setCursorsMuted(trx: Trx, roomId: string, cursorsMuted: boolean): Promise<void> {
  await change(trx, roomId, { cursorsMuted })
}

/** What is said to all, and who says it; an empty text takes it away. */
export async function say(trx: Trx, roomId: string, { text, seatId }: { text: string; seatId: string }): Promise<void> {
  await change(trx, roomId, { message: text, messageAt: text ? now : null, messageSeatId: text ? seatId : null })
}

/** What was said to all in a meeting goes when it ends. */
export function messageEnds(): EndHook {
  return async (trx, { roomId }) => {
    const said = await trx
      .updateTable('stage')
      .set({ message: '', messageAt: null, messageSeatId: null })
      .where('roomId', '=', roomId)
      .where('messageAt', 'is not', null)
      .executeTakeFirst()
    return said.numUpdatedRows > 0n ? { topics: ['stage'], documents: [] } : NOTHING_HAPPENED
  }
}

/** Throws `not_found` where the room has no such board. */
export async function requireBoard(db: Executor, given: { roomId: string; documentId: string }): Promise<void> {
  const found = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', given.documentId)
    .where('roomId', '=', given.roomId)
    .where('kind', '=', 'board')
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
}

type Change = {
  leaderSeatId?: string | null
  documentId?: string | null
  viewLocked?: boolean
  broughtAt?: typeof now | null
  cursorsMuted?: boolean
  message?: string
  messageAt?: typeof now | null
  messageSeatId?: string | null
}

async function change(trx: Trx, roomId: string, values: Change): Promise<void> {
  await trx
    .insertInto('stage')
    .values({ roomId, ...values })
    .onConflict((conflict) => conflict.column('roomId').doUpdateSet(values))
    .execute()
}
