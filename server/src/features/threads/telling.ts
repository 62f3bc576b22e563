import type { Trx } from '../../database/schema.ts'
import { notify } from '../../notify/notify.ts'
import { type Mentions, seatsNamed } from './mentions.ts'

type Said = { roomId: string; threadId: string; commentId: string; bySeatId: string }

/** Tells those who are named in a comment. Answers with the people to be pushed to after the commit. */
export async function tellNamed(trx: Trx, said: Said, named: Mentions): Promise<string[]> {
  return notify(trx, { ...said, kind: 'mention', toSeatIds: await seatsNamed(trx, said.roomId, named) })
}

/** The same of a new comment: the named first, then who wrote in the thread, then whose it is that it is about. */
export async function tellOfComment(
  trx: Trx,
  said: Said,
  { named, owners }: { named: Mentions; owners: readonly string[] },
): Promise<string[]> {
  const wrote = await trx
    .selectFrom('comment')
    .select('seatId')
    .distinct()
    .where('threadId', '=', said.threadId)
    .where('deletedAt', 'is', null)
    .where('seatId', 'is not', null)
    .execute()
  return [
    ...(await tellNamed(trx, said, named)),
    ...(await notify(trx, { ...said, kind: 'reply', toSeatIds: wrote.flatMap(({ seatId }) => seatId ?? []) })),
    ...(await notify(trx, { ...said, kind: 'comment', toSeatIds: owners })),
  ]
}
