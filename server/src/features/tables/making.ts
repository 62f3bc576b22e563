import { randomInt } from 'node:crypto'
import type { TablePlace } from '@meydan/shared/contracts/tables'
import type { TemplateChoice } from '@meydan/shared/contracts/rooms'
import { Board } from '@meydan/shared/documents/board/board'
import { addTableAreas } from '@meydan/shared/documents/board/merging'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { tableName } from '@meydan/shared/tables/names'
import { type Guest, SEED_MAX, type SplitMode, splitPeople } from '@meydan/shared/tables/split'
import { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Executor, Trx } from '../../database/schema.ts'
import { createDocument } from '../../sync/document-log.ts'
import { editDocument } from '../../sync/history/edit-document.ts'

/** The first content of a board, from one of our templates or the programme's own. */
export type BoardStart = (
  db: Executor,
  given: { template: string; language: Language; programmeId: string },
) => Promise<Uint8Array>

export type NewTables = {
  count: number
  split: 'byHand' | SplitMode
  place: TablePlace
  documentId: string
  template: TemplateChoice
  seed?: number | undefined
  minutes: number | null
  seatIds: string[]
}

export type Making = { roomId: string; by: { personId: string; seatId: string }; boardStart: BoardStart }

/**
 * Makes a room's tables with their boards or areas and seats people at them; each table's first is its host. Throws
 * `conflict` while tables are open, `not_found` for a board that isn't the room's. The room must be locked.
 */
export async function insertTables(trx: Trx, given: NewTables, { roomId, by, boardStart }: Making): Promise<void> {
  await requireNoneOpen(trx, roomId)
  const room = await plenaryOf(trx, roomId, given.documentId)
  const names = await freeNames(trx, roomId, { language: room.language, count: given.count })
  const places =
    given.place === 'areas'
      ? await makeAreas(trx, { documentId: given.documentId, seatId: by.seatId, names })
      : await makeBoards(trx, {
          roomId,
          personId: by.personId,
          names,
          start: () => boardStart(trx, { ...given, ...room }),
        })
  const { minutes, place, documentId: plenaryId } = given
  const endsAt = minutes === null ? null : sql<Date>`now() + make_interval(mins => ${minutes})`
  const rows = names.map((name, index) => ({ name, number: index + 1, ...places[index]! }))
  const meetingId = await openMeeting(trx, roomId)
  const made = await trx
    .insertInto('roomTable')
    .values(rows.map((row) => ({ ...row, roomId, meetingId, place, plenaryId, endsAt })))
    .returning(['id', 'number'])
    .execute()
  await seatPeople(trx, roomId, { given, tableIds: made.sort((a, b) => a.number - b.number).map(({ id }) => id) })
}

async function requireNoneOpen(trx: Trx, roomId: string): Promise<void> {
  const open = await trx
    .selectFrom('roomTable')
    .select('id')
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .limit(1)
    .executeTakeFirst()
  if (open) throw new AppError('conflict')
}

async function plenaryOf(trx: Trx, roomId: string, documentId: string) {
  const row = await trx
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .select(['room.language', 'room.programmeId'])
    .where('document.id', '=', documentId)
    .where('room.id', '=', roomId)
    .where('document.kind', '=', 'board')
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return { programmeId: row.programmeId, language: Language.catch('en').parse(row.language) }
}

/** What the tables are called: like no other table or board of the room, so that a note's origin is certain. */
async function freeNames(trx: Trx, roomId: string, { language, count }: { language: Language; count: number }) {
  const tables = await trx.selectFrom('roomTable').select('name').where('roomId', '=', roomId).execute()
  const boards = await trx.selectFrom('document').select('title').where('roomId', '=', roomId).execute()
  const taken = new Set([...tables.map(({ name }) => name), ...boards.map(({ title }) => title)])
  return Array.from({ length: count }, (_, index) => tableName(language, index + 1, taken))
}

type Place = { documentId: string; frameId: string | null }

async function makeBoards(
  trx: Trx,
  given: { roomId: string; personId: string; names: string[]; start: () => Promise<Uint8Array> },
): Promise<Place[]> {
  const { roomId, personId, names, start } = given
  const initial = await start()
  const places: Place[] = []
  for (const title of names) {
    const { id } = await createDocument(trx, { roomId, kind: 'board', title, createdBy: personId, initial })
    places.push({ documentId: id, frameId: null })
  }
  return places
}

/** Frames of kind `table` on the plenary board. The caller announces the document. */
async function makeAreas(
  trx: Trx,
  { documentId, seatId, names }: { documentId: string; seatId: string; names: string[] },
): Promise<Place[]> {
  let frames: string[] = []
  await editDocument(trx, {
    documentId,
    seatId,
    write: (doc) => {
      frames = addTableAreas(new Board(doc), names)
      return new Map()
    },
  })
  return frames.map((frameId) => ({ documentId, frameId }))
}

async function openMeeting(trx: Trx, roomId: string): Promise<string | null> {
  const meeting = await trx
    .selectFrom('meeting')
    .select('id')
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return meeting?.id ?? null
}

async function seatPeople(
  trx: Trx,
  roomId: string,
  { given, tableIds }: { given: NewTables; tableIds: string[] },
): Promise<void> {
  const { split: mode, count, seed = randomInt(SEED_MAX), seatIds } = given
  if (mode === 'byHand' || seatIds.length === 0) return
  const people = await guestsAmong(trx, roomId, seatIds)
  for (const [index, seats] of splitPeople(people, { count, mode, seed }).entries()) {
    if (seats.length === 0) continue
    const tableId = tableIds[index]!
    await trx
      .insertInto('tableSeat')
      .values(seats.map((seatId) => ({ tableId, seatId })))
      .execute()
    await trx.updateTable('roomTable').set({ hostSeatId: seats[0]! }).where('id', '=', tableId).execute()
  }
}

/** Those of them who are still in the room, with the side they speak for. */
async function guestsAmong(trx: Trx, roomId: string, seatIds: string[]): Promise<Guest[]> {
  const rows = await trx
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['seat.id as seatId', 'seat.organisationId', 'organisation.side'])
    .where('seat.roomId', '=', roomId)
    .where('seat.id', 'in', seatIds)
    .where('seat.removedAt', 'is', null)
    .execute()
  return rows.map(({ side, ...guest }) => ({ ...guest, side: Side.catch('neutral').parse(side) }))
}
