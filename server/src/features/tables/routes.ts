import {
  countTableNotes,
  deleteTable,
  editTable,
  endTables,
  makeTables,
  moveSeat,
  readTables,
  timeTables,
  unseat,
} from '@meydan/shared/contracts/tables'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { closeTable, endRoomTables } from './ending.ts'
import { type BoardStart, insertTables } from './making.ts'
import { notesAtTables } from './reading.ts'
import { leaveTable, seatAtTable, updateTable, updateTime } from './seating.ts'
import { tablesView } from './store.ts'

export type TableDeps = { db: Database; publisher: Publisher; announce: Announce; boardStart: BoardStart }

export function tableRoutes(mount: Mount, { db, publisher, announce, boardStart }: TableDeps): void {
  /** Changes a room's tables, tells everyone after the commit, and answers with what is there now. */
  async function change(by: { identity: Identity; seat: { id: string; roomId: string } }, work: Work) {
    const { roomId } = by.seat
    const documents = await inLockedRoom(db, { roomId, identity: by.identity, needs: makeTables.needs }, work)
    for (const id of documents ?? []) announce(id)
    publisher.topic(roomId, 'tables')
    return tablesView(db, by.seat)
  }

  mount(readTables, async ({ seat }) => tablesView(db, seat))

  mount(countTableNotes, async ({ seat }) => ({ tables: await notesAtTables(db, seat.roomId) }))

  mount(makeTables, async (input) => {
    const { body, seat, identity } = input
    const making = { roomId: seat.roomId, by: { personId: identity.personId, seatId: seat.id }, boardStart }
    const view = await change(input, async (trx) => {
      await insertTables(trx, body, making)
      return body.place === 'areas' ? [body.documentId] : []
    })
    if (body.place === 'boards') publisher.toRoom(seat.roomId, 'room:changed', { roomId: seat.roomId })
    return view
  })

  mount(moveSeat, (input) => change(input, (trx) => seatAtTable(trx, input.params)))
  mount(unseat, (input) => change(input, (trx) => leaveTable(trx, input.params)))
  mount(editTable, (input) => change(input, (trx) => updateTable(trx, input.params, input.body)))
  mount(timeTables, (input) => change(input, (trx) => updateTime(trx, input.params.roomId, input.body.minutes)))
  mount(deleteTable, (input) => change(input, (trx) => closeTable(trx, input.params)))
  mount(endTables, (input) => change(input, (trx) => endRoomTables(trx, { ...input.params, merge: input.body.merge })))
}

/** Answers with the documents to announce, if any. */
type Work = (trx: Trx) => Promise<string[] | void>
