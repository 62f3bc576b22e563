import type { LinkedAsk } from '@meydan/shared/contracts/answers'
import { AppError } from '@meydan/shared/errors'
import { Side } from '@meydan/shared/words'
import { lockRoom } from '../../access/seats.ts'
import { hashToken } from '../../access/tokens.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import { type Answering, type Draft, insertAnswer } from './answering.ts'
import { hasLeft } from './ask-mail.ts'
import type { Days } from './days.ts'
import { askAt, type AskRow, organisationsInChain } from './rows.ts'
import { isOpen } from './states.ts'
import { linkedAsk } from './views.ts'

/** What a link leads to, without using it up. Throws `link_unknown`, `link_used`, `link_expired`, `ask_closed`. */
export async function readLink(db: Executor, token: string, days: Days): Promise<LinkedAsk> {
  const link = await linkOf(db, token)
  if (link.usedAt) throw new AppError('link_used')
  if (link.expiresAt <= days.now) throw new AppError('link_expired')
  const ask = await openAsk(db, link, days)
  return linkedAsk(ask, days, await passableTo(db, ask))
}

async function linkOf(db: Executor, token: string) {
  const link = await db
    .selectFrom('askLink')
    .innerJoin('ask', 'ask.id', 'askLink.askId')
    .leftJoin('askRecipient', 'askRecipient.id', 'askLink.recipientId')
    .select(['askLink.id', 'askLink.askId', 'askLink.expiresAt', 'askLink.usedAt', 'ask.roomId', 'askRecipient.email'])
    .where('tokenHash', '=', hashToken(token))
    .executeTakeFirst()
  if (!link) throw new AppError('link_unknown')
  const { email, roomId } = link
  // Whoever was shown out of the room is shown out by their links too.
  if (email !== null && (await hasLeft(db, { roomId, email }))) throw new AppError('link_unknown')
  return link
}

async function openAsk(db: Executor, at: { roomId: string; askId: string }, days: Days): Promise<AskRow> {
  const ask = await askAt(db, at)
  if (!isOpen(ask, days)) throw new AppError('ask_closed')
  if (ask.archivedAt) throw new AppError('room_archived')
  return ask
}

async function passableTo(db: Executor, { id, programmeId }: AskRow): Promise<LinkedAsk['organisations']> {
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'side'])
    .where('programmeId', '=', programmeId)
    .where('id', 'not in', [...(await organisationsInChain(db, id))])
    .orderBy('nameFolded')
    .execute()
  return rows.map(({ side, ...row }) => ({ ...row, side: Side.parse(side) }))
}

/** Answers by a link and uses it up. Answers with the room it was in. Throws what reading it throws, and `invalid`. */
export async function answerLink(
  db: Database,
  deps: Answering,
  { token, byName, answer }: { token: string; byName: string; answer: Draft },
): Promise<string> {
  const { days } = deps
  return db.transaction().execute(async (trx) => {
    const { roomId, ...link } = await linkOf(trx, token)
    await lockRoom(trx, roomId)
    await useUp(trx, link.id, days)
    const ask = await openAsk(trx, { roomId, askId: link.askId }, days)
    await insertAnswer(trx, deps, { ask, answer, by: { seatId: null, byName, way: 'link' } })
    return roomId
  })
}

/** One statement decides who was first; whoever comes second waits for it, and changes nothing. */
async function useUp(trx: Trx, id: string, { now }: Days): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('askLink')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const { usedAt } = await trx.selectFrom('askLink').select('usedAt').where('id', '=', id).executeTakeFirstOrThrow()
  throw new AppError(usedAt ? 'link_used' : 'link_expired')
}
