import { directKinds, type NotificationKind } from '@meydan/shared/contracts/notifications'
import { SUBSCRIPTIONS_MAX } from '@meydan/shared/contracts/push'
import { sql } from 'kysely'
import type { Database, Executor } from '../../database/schema.ts'

/** What somebody would want to be woken for. The rest waits until they look. */
const WAKING: readonly NotificationKind[] = [...directKinds, 'meeting_moved', 'meeting_cancelled']
/** Older news wake nobody any more: a server that was down doesn't make up for it at night. */
const NEWS_FOR = '15 minutes'
const AT_ONCE = 200
/** A push service that was away for so many minutes has lost the device. */
const FAILURES_MOST = 10

export type Holder = { sessionId: string; personId: string }
export type Device = { id: string; endpoint: string }

/** A device belongs to whoever signed in on it last. Of one person the oldest give way to the newest. */
export async function keepDevice(db: Database, { sessionId, personId }: Holder, endpoint: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('pushSubscription')
      .values({ sessionId, personId, endpoint })
      .onConflict((conflict) => conflict.column('endpoint').doUpdateSet({ sessionId, personId, failures: 0 }))
      .execute()
    await sql`
      delete from push_subscription where id in (
        select id from push_subscription where person_id = ${personId}
        order by created_at desc, id offset ${SUBSCRIPTIONS_MAX})`.execute(trx)
  })
}

/** Whether a device is woken for this session's person: it goes with the session that asked for it. */
export async function isDeviceOf(db: Executor, { sessionId }: Pick<Holder, 'sessionId'>, endpoint: string) {
  const device = db.selectFrom('pushSubscription').select('id').where('endpoint', '=', endpoint)
  return (await device.where('sessionId', '=', sessionId).executeTakeFirst()) !== undefined
}

export async function dropDevice(db: Executor, personId: string, endpoint: string): Promise<void> {
  await db.deleteFrom('pushSubscription').where('personId', '=', personId).where('endpoint', '=', endpoint).execute()
}

/**
 * The devices of those who have news that nobody was woken for, each once; on whatever node asks first. What they were
 * woken for is marked in the same statement: a service that is away now isn't worth a second tone.
 */
export async function devicesToWake(db: Executor): Promise<Device[]> {
  const { rows } = await sql<Device>`
    with fresh as (
      select id from notification
      where pushed_at is null
      order by created_at limit ${AT_ONCE} for update skip locked
    ), marked as (
      update notification set pushed_at = now() from fresh where notification.id = fresh.id
      returning notification.person_id, notification.read_at, notification.created_at, notification.kind
    )
    select distinct device.id, device.endpoint
    from marked
    join push_subscription device on device.person_id = marked.person_id
    join session on session.id = device.session_id and session.expires_at > now()
    where marked.read_at is null and marked.kind = any(${[...WAKING]}::text[])
      and marked.created_at > now() - ${NEWS_FOR}::interval`.execute(db)
  return rows
}

/** A device that its service knows no more is forgotten; one whose service didn't answer, after a while. */
export async function noteAnswer(db: Executor, id: string, answer: 'woken' | 'gone' | 'failed'): Promise<void> {
  if (answer === 'gone') await db.deleteFrom('pushSubscription').where('id', '=', id).execute()
  else {
    await db
      .updateTable('pushSubscription')
      .set((eb) => ({ failures: answer === 'woken' ? 0 : eb('failures', '+', 1) }))
      .where('id', '=', id)
      .execute()
    await db.deleteFrom('pushSubscription').where('id', '=', id).where('failures', '>=', FAILURES_MOST).execute()
  }
}
