import { Id } from '@meydan/shared/contracts/ids'
import {
  NOTIFICATIONS_PAGE,
  type listNotifications,
  type NotificationView,
} from '@meydan/shared/contracts/notifications'
import type { InputOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { wordsOf } from './said.ts'
import { authorOf, kindOf, pathOf, type ToldRow, toldColumns, toldFrom } from './told.ts'

type Asked = InputOf<typeof listNotifications>['query']
type Page = Omit<ReplyOf<typeof listNotifications>, 'unread'>

/** What a person was told of, the newest first. Throws `invalid` where `before` is no end of a page. */
export async function notificationsPage(db: Executor, personId: string, { unread, before }: Asked): Promise<Page> {
  const end = before === undefined ? null : readEnd(before)
  const { rows } = await sql<ToldRow & { pageEnd: string }>`
    select ${toldColumns}, (extract(epoch from n.created_at) * 1000000)::bigint || ' ' || n.id as page_end
    from ${toldFrom}
    where n.person_id = ${personId}
      ${unread === 'true' ? sql`and n.read_at is null` : sql``}
      ${end === null ? sql`` : sql`and (n.created_at, n.id) < (${end.at}, ${end.id}::uuid)`}
    order by n.created_at desc, n.id desc limit ${NOTIFICATIONS_PAGE + 1}`.execute(db)
  const shown = rows.slice(0, NOTIFICATIONS_PAGE)
  const said = await wordsOf(db, shown)
  return {
    notifications: shown.map((row) => viewOf(row, said(row))),
    next: rows.length > NOTIFICATIONS_PAGE ? shown.at(-1)!.pageEnd : null,
  }
}

function viewOf(row: ToldRow, words: string): NotificationView {
  const { id, roomId, roomName, createdAt, readAt } = row
  return {
    ...{ id, kind: kindOf(row), roomId, roomName, by: authorOf(row), words, path: pathOf(row) },
    ...{ at: createdAt.toISOString(), readAt: readAt?.toISOString() ?? null },
  }
}

/** Microseconds, as the database counts them: of two within a millisecond none is left out. */
function readEnd(before: string) {
  const [micros = '', id] = before.split(' ')
  if (!/^\d{1,16}$/.test(micros) || !Id.safeParse(id).success) {
    throw new AppError('invalid', [{ path: 'before', problem: 'wrong_form' }])
  }
  return { at: sql`'epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond'`, id: id! }
}

/** How many of a person's notifications wait to be read, of rooms in which they still sit. */
export async function unreadOf(db: Executor, personId: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from notification n
    where n.person_id = ${personId} and n.read_at is null and exists (
      select 1 from seat where seat.room_id = n.room_id and seat.person_id = n.person_id and seat.removed_at is null)
  `.execute(db)
  return rows[0]!.unread
}
