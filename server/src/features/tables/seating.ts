import type { Headcount } from '@meydan/shared/contracts/tables'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Trx } from '../../database/schema.ts'
import { openTable, presentSeats, type TableAt } from './store.ts'

type SeatAt = TableAt & { seatId: string }

/** Sends somebody to a table. Throws `not_found` and `table_closed`. The room must be locked, here and below. */
export async function seatAtTable(trx: Trx, at: SeatAt): Promise<void> {
  await openTable(trx, at)
  if (!(await presentSeats(trx, at.roomId, [at.seatId])).has(at.seatId)) throw new AppError('not_found')
  const { roomId, tableId, seatId } = at
  await trx
    .deleteFrom('tableSeat')
    .where('seatId', '=', seatId)
    .where('tableId', '<>', tableId)
    .where('tableId', 'in', (eb) =>
      eb.selectFrom('roomTable').select('id').where('roomId', '=', roomId).where('state', '=', 'open'),
    )
    .execute()
  await trx
    .insertInto('tableSeat')
    .values({ tableId, seatId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await mendPosts(trx, roomId)
}

/** Brings somebody back to the plenary; nothing to do where they don't sit there. */
export async function leaveTable(trx: Trx, at: SeatAt): Promise<void> {
  await openTable(trx, at)
  const { tableId, seatId } = at
  await trx.deleteFrom('tableSeat').where('tableId', '=', tableId).where('seatId', '=', seatId).execute()
  // Who leaves leads it no longer, though others may lead a table without sitting there.
  const led = trx.updateTable('roomTable').set({ hostSeatId: null }).where('id', '=', tableId)
  await led.where('hostSeatId', '=', seatId).execute()
  await mendPosts(trx, at.roomId)
}

/**
 * A host or laptop that now sits elsewhere, or is gone, is none: the first who sits there becomes host. A host who sits
 * nowhere (a facilitator who leads a table) stays.
 */
async function mendPosts(trx: Trx, roomId: string): Promise<void> {
  await sql`
    with here as (
      select s.table_id, s.seat_id, row_number() over (partition by s.table_id order by s.joined_at, s.seat_id) as place
      from table_seat s
      join room_table t on t.id = s.table_id and t.room_id = ${roomId} and t.state = 'open'
      join seat on seat.id = s.seat_id and seat.removed_at is null
    )
    update room_table t set
      laptop_seat_id = (select seat_id from here where table_id = t.id and seat_id = t.laptop_seat_id),
      host_seat_id = case
        when exists (select 1 from seat where id = t.host_seat_id and removed_at is null)
          and not exists (select 1 from here where seat_id = t.host_seat_id and table_id <> t.id)
          then t.host_seat_id
        else (select seat_id from here where table_id = t.id and place = 1)
      end
    where t.room_id = ${roomId} and t.state = 'open'`.execute(trx)
}

export type TableChange = {
  name?: string | undefined
  hostSeatId?: string | null | undefined
  laptopSeatId?: string | null | undefined
  headcount?: Headcount | undefined
  minutes?: number | null | undefined
}

/** Throws `not_found`, `table_closed`, and `invalid` for a host who isn't in the room or a laptop not at the table. */
export async function updateTable(trx: Trx, at: TableAt, change: TableChange): Promise<void> {
  await openTable(trx, at)
  const { hostSeatId, laptopSeatId, headcount, minutes, name } = change
  if (hostSeatId && !(await presentSeats(trx, at.roomId, [hostSeatId])).has(hostSeatId)) throw notOffered('hostSeatId')
  if (laptopSeatId) {
    const there = trx.selectFrom('tableSeat').select('seatId').where('tableId', '=', at.tableId)
    if (!(await there.where('seatId', '=', laptopSeatId).executeTakeFirst())) throw notOffered('laptopSeatId')
  }
  await trx
    .updateTable('roomTable')
    .set({
      ...(name !== undefined && { name }),
      ...(hostSeatId !== undefined && { hostSeatId }),
      ...(laptopSeatId !== undefined && { laptopSeatId }),
      ...(headcount !== undefined && { headcount: JSON.stringify(headcount) }),
      ...(minutes !== undefined && { endsAt: inMinutes(minutes) }),
      roomId: at.roomId,
    })
    .where('id', '=', at.tableId)
    .execute()
}

/** Gives every open table so long from now. Throws `table_closed` where there is none. */
export async function updateTime(trx: Trx, roomId: string, minutes: number | null): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('roomTable')
    .set({ endsAt: inMinutes(minutes) })
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new AppError('table_closed')
}

function inMinutes(minutes: number | null) {
  return minutes === null ? null : sql<Date>`now() + make_interval(mins => ${minutes})`
}

function notOffered(path: string): AppError {
  return new AppError('invalid', [{ path, problem: 'not_offered' }])
}
