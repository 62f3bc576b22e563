import { mailAtOnce, mailDigests } from '@meydan/server/features/notifications/mailing'
import { notify } from '@meydan/server/notify/notify'
import type { NotificationKind } from '@meydan/shared/contracts/notifications'
import type { Language } from '@meydan/shared/languages'
import { type Actor, consultationRoom } from '../support/stories.ts'
import { startTimedApi } from './answers-story.ts'

export type Said = {
  by: Actor
  to: readonly Actor[]
  kind?: Extract<NotificationKind, 'mention' | 'reply' | 'comment'>
}

/** Of all tests, unless one says otherwise. */
export const NOW = '2027-03-01T09:00:00Z'

/** A room whose people are told of things, and whose mail goes out when a test says so and by its clock. */
export async function startNotifying(environment: Record<string, string> = {}) {
  const { api, setTime: setApiTime } = await startTimedApi(environment)
  const { db, config, secret } = api
  const room = await consultationRoom(db)
  let now = new Date(NOW)
  const setTime = (time: string) => {
    setApiTime(time)
    now = new Date(time)
  }
  setTime(NOW)
  const logged: string[] = []
  const note = (details: object, text: string) => void logged.push(JSON.stringify({ ...details, text }))
  const deps = { db, config, secret, clock: () => now, log: { info: note, error: note } }

  /** What somebody says in a thread of its own, and whom that tells; as of five minutes ago. */
  const say = async (text: string, { by, to, kind = 'mention' }: Said, anchor?: { recordId: string }) => {
    const at = new Date(now.getTime() - 5 * 60_000)
    const place = anchor && { documentId: room.boardId, recordId: anchor.recordId }
    const thread = await db
      .insertInto('thread')
      .values({ roomId: room.roomId, anchor: anchor ? 'note' : 'room', ...place })
      .returning('id')
      .executeTakeFirstOrThrow()
    const commentId = crypto.randomUUID()
    const ids = { threadId: thread.id, commentId }
    await db.insertInto('comment').values({ id: commentId, threadId: thread.id, seatId: by.seatId, text }).execute()
    const toSeatIds = to.map(({ seatId }) => seatId)
    const told = await db
      .transaction()
      .execute((trx) => notify(trx, { kind, ...ids, roomId: room.roomId, bySeatId: by.seatId, toSeatIds }))
    await db.updateTable('notification').set({ createdAt: at }).where('commentId', '=', commentId).execute()
    return { ...ids, told }
  }

  /** Gives somebody an account, and so an address. */
  const withAccount = async (actor: Actor, email: string, language: Language = 'en') => {
    await db
      .updateTable('person')
      .set({ isAnonymous: false, email, language })
      .where('id', '=', actor.personId)
      .execute()
  }

  return {
    ...{ api, db, room, setTime, logged, say, withAccount },
    atOnce: () => mailAtOnce(deps),
    digests: () => mailDigests(deps),
    mails: () => db.selectFrom('outgoingMail').selectAll().orderBy('recipient').orderBy('createdAt').execute(),
    /** As if nobody had been told of anything, or had wished anything. */
    forget: async () => {
      const tables = ['notification', 'notificationSetting', 'guestAddress', 'digest', 'outgoingMail'] as const
      for (const table of tables) await db.deleteFrom(table).execute()
    },
  }
}
export type Notifying = Awaited<ReturnType<typeof startNotifying>>
