import { Headcount, type TablesView, type TableView, TablePlace, TableState } from '@meydan/shared/contracts/tables'
import { AppError } from '@meydan/shared/errors'
import { readClock } from '../../database/clock.ts'
import type { Executor, Trx } from '../../database/schema.ts'

/** How many of a room's tables are shown: all of some twenty rounds. The open ones are always among them. */
const SHOWN_MAX = 300

/** A room's tables as the holder of this seat sees them. */
export async function tablesView(db: Executor, seat: { id: string; roomId: string }): Promise<TablesView> {
  const rows = await db
    .selectFrom('roomTable')
    .selectAll()
    .where('roomId', '=', seat.roomId)
    .orderBy('createdAt', 'desc')
    .orderBy('number', 'desc')
    .limit(SHOWN_MAX)
    .execute()
  const seated = await seatsAt(
    db,
    rows.map(({ id }) => id),
  )
  const tables = rows.toReversed().map((row): TableView => {
    const { id, number, name, documentId, frameId, plenaryId, hostSeatId, laptopSeatId, notesMerged } = row
    return {
      ...{ id, number, name, documentId, frameId, plenaryId, hostSeatId, laptopSeatId, notesMerged },
      state: TableState.parse(row.state),
      place: TablePlace.parse(row.place),
      headcount: Headcount.parse(row.headcount),
      endsAt: row.endsAt?.toISOString() ?? null,
      seatIds: seated.get(id) ?? [],
      createdAt: row.createdAt.toISOString(),
    }
  })
  const mine = tables.find(({ state, seatIds }) => state === 'open' && seatIds.includes(seat.id))
  return { tables, mine: mine?.id ?? null, now: (await readClock(db)).toISOString() }
}

/** Who sits at each table; people who were removed from the room are not there. */
async function seatsAt(db: Executor, tableIds: string[]): Promise<Map<string, string[]>> {
  if (tableIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('tableSeat')
    .innerJoin('seat', 'seat.id', 'tableSeat.seatId')
    .select(['tableSeat.tableId', 'tableSeat.seatId'])
    .where('tableSeat.tableId', 'in', tableIds)
    .where('seat.removedAt', 'is', null)
    .orderBy('tableSeat.joinedAt')
    .orderBy('tableSeat.seatId')
    .execute()
  const byTable = Map.groupBy(rows, ({ tableId }) => tableId)
  return new Map([...byTable].map(([id, seats]) => [id, seats.map(({ seatId }) => seatId)]))
}

export type TableAt = { roomId: string; tableId: string }

/** A room's open table. Throws `not_found`, and `table_closed` for one that has ended. The room must be locked. */
export async function openTable(trx: Trx, { roomId, tableId }: TableAt): Promise<void> {
  const table = await trx
    .selectFrom('roomTable')
    .select('state')
    .where('id', '=', tableId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!table) throw new AppError('not_found')
  if (table.state !== 'open') throw new AppError('table_closed')
}

/** Which of these hold a seat in the room now. */
export async function presentSeats(db: Executor, roomId: string, seatIds: readonly string[]): Promise<Set<string>> {
  if (seatIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', roomId)
    .where('id', 'in', [...seatIds])
    .where('removedAt', 'is', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}
