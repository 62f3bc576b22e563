import { MailWish, type NotificationSettings, usualWish } from '@meydan/shared/contracts/notifications'
import { AppError } from '@meydan/shared/errors'
import type { Database, Executor, Trx } from '../../database/schema.ts'

/** How a person wants to be told. */
export async function settingsOf(
  db: Executor,
  personId: string,
  { isMailSent }: { isMailSent: boolean },
): Promise<NotificationSettings> {
  const all = await db
    .selectFrom('notificationSetting')
    .select(['mentions', 'others'])
    .where('personId', '=', personId)
    .where('roomId', 'is', null)
    .executeTakeFirst()
  const rooms = await db
    .selectFrom('seat')
    .innerJoin('room', 'room.id', 'seat.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .leftJoin('notificationSetting as wish', (join) =>
      join.onRef('wish.personId', '=', 'seat.personId').onRef('wish.roomId', '=', 'room.id'),
    )
    .select(['room.id', 'room.name', 'programme.name as programmeName', 'wish.mentions', 'wish.others'])
    .where('seat.personId', '=', personId)
    .where('seat.removedAt', 'is', null)
    .where('room.archivedAt', 'is', null)
    .orderBy('programme.name')
    .orderBy('room.name')
    .orderBy('room.id')
    .execute()
  return {
    all: wishFrom(all) ?? usualWish,
    rooms: rooms.map(({ id, name, programmeName, ...wish }) => ({ id, name, programmeName, wish: wishFrom(wish) })),
    address: await addressOf(db, personId),
    isMailSent,
  }
}

function wishFrom(row: { mentions: string | null; others: string | null } | undefined): MailWish | null {
  return row?.mentions ? MailWish.parse({ mentions: row.mentions, others: row.others }) : null
}

async function addressOf(db: Executor, personId: string): Promise<NotificationSettings['address']> {
  const row = await db
    .selectFrom('person')
    .leftJoin('guestAddress', 'guestAddress.personId', 'person.id')
    .select(['person.email as own', 'person.isAnonymous', 'guestAddress.email', 'guestAddress.confirmedAt'])
    .where('person.id', '=', personId)
    .executeTakeFirstOrThrow()
  if (!row.isAnonymous) return { email: row.own, isConfirmed: true, isAccount: true }
  if (row.email === null) return null
  return { email: row.email, isConfirmed: row.confirmedAt !== null, isAccount: false }
}

type Choice = { personId: string; roomId: string | null; wish: MailWish | null }

/** Changes how somebody wants to be told; throws `not_found` where they have no seat in the room. */
export async function chooseWish(db: Database, choice: Choice): Promise<void> {
  const { personId, roomId } = choice
  if (roomId !== null) {
    const seat = await db
      .selectFrom('seat')
      .select('id')
      .where('personId', '=', personId)
      .where('roomId', '=', roomId)
      .where('removedAt', 'is', null)
      .executeTakeFirst()
    if (!seat) throw new AppError('not_found')
  }
  await db.transaction().execute((trx) => writeWish(trx, choice))
}

/** Without a wish a room is told of as all are, and all as usual. */
export async function writeWish(trx: Trx, { personId, roomId, wish }: Choice): Promise<void> {
  if (wish === null) {
    const all = trx.deleteFrom('notificationSetting').where('personId', '=', personId)
    await all.where('roomId', roomId === null ? 'is' : '=', roomId).execute()
    return
  }
  await trx
    .insertInto('notificationSetting')
    .values({ personId, roomId, ...wish })
    .onConflict((conflict) => conflict.columns(['personId', 'roomId']).doUpdateSet({ ...wish, changedAt: new Date() }))
    .execute()
}
