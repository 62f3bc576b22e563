import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { eraseMyText, listChanges } from '@meydan/shared/contracts/history'
import { addBoard, editRoom, readRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import * as tables from '@meydan/shared/contracts/tables'
import { type Author, Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { cluster } from '@meydan/shared/documents/board/themes'
import { splitPeople } from '@meydan/shared/tables/split'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Api, refusal, startApi } from './api.ts'
import { rowsHolding } from './rows.ts'
import { aGuest, aWorkshop, municipality, ngo, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let room: { roomId: string }
let lead: Person
type Sitting = Person & Author & { seat: string }
const people: Sitting[] = []

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  room = { roomId: workshop.room.id }
  lead = workshop.organiser
  for (const [index, organisation] of [ngo('A'), ngo('B'), ngo('C'), municipality('D'), municipality('E')].entries()) {
    const guest = await aGuest(api, workshop.link.token, `Person ${index}`, { add: organisation })
    const side = organisation.side
    people.push({ ...guest, side, seat: await seatOf(guest) })
  }
})
afterAll(() => api.close())
beforeEach(async () => {
  await api.send(tables.endTables, { params: room, body: { merge: false } }, lead)
  api.told.length = 0
})

async function seatOf(person: Person): Promise<string> {
  const seats = api.db.selectFrom('seat').select('id').where('personId', '=', person.me.id)
  return (await seats.where('roomId', '=', room.roomId).executeTakeFirstOrThrow()).id
}

type Wish = Partial<Parameters<typeof makeRaw>[0]>
function makeRaw(body: {
  count: number
  split: 'byHand' | 'random' | 'mixSides' | 'separateSides'
  place: 'boards' | 'areas'
  documentId: string
  template?: 'empty' | 'needs'
  seed?: number
  minutes?: number | null
  seatIds?: string[]
}) {
  return api.send(tables.makeTables, { params: room, body }, lead)
}

async function make(wish: Wish = {}) {
  const seatIds = people.map(({ seat }) => seat)
  const base = { count: 2, split: 'mixSides', place: 'boards', documentId: workshop.boardId, seatIds } as const
  const response = await makeRaw({ ...base, ...wish })
  expect(response.statusCode, response.body).toBe(200)
  return open(response.json<tables.TablesView>())
}

const open = ({ tables: all }: tables.TablesView) => all.filter(({ state }) => state === 'open')
const read = (by: Person = lead) => api.call(tables.readTables, { params: room }, by)
const at = (tableId: string) => ({ params: { ...room, tableId } })
const seat = (tableId: string, seatId: string) => ({ params: { ...room, tableId, seatId } })
const end = (merge: boolean) => api.send(tables.endTables, { params: room, body: { merge } }, lead)

async function loaded(documentId: string): Promise<{ doc: Y.Doc; epoch: number }> {
  const { kind, parts, holders, epoch } = (await new DocumentLog(api.db).read(documentId))!
  return { doc: new LiveDocument(kind, parts, holders).doc, epoch }
}

const boardNow = async (documentId: string) => parseBoard((await loaded(documentId)).doc)

/** One row of the log by this person. */
async function writes<T>(documentId: string, person: Sitting, edit: (board: Board) => T): Promise<T> {
  const { doc, epoch } = await loaded(documentId)
  const before = Y.encodeStateVector(doc)
  const done = edit(new Board(doc))
  const bytes = Y.encodeStateAsUpdate(doc, before)
  const row = { bytes, seatId: person.seat, connectionId: crypto.randomUUID(), frameNo: 1 }
  const holders = new Map([[doc.clientID, { personId: person.me.id, seatId: person.seat }]])
  await new DocumentLog(api.db).append({ id: documentId, epoch }, [row], holders)
  return done
}

describe('making', () => {
  test('people are split as the same seed previews it, each table with a board in the room and a host', async () => {
    const made = await make({ count: 2, seed: 7 })
    const guests = people.map(({ seat: seatId, side }) => ({ seatId, side, organisationId: seatId }))
    expect(made.map(({ seatIds }) => seatIds.toSorted())).toEqual(
      (await previewed(7, guests)).map((seatIds) => seatIds.toSorted()),
    )
    for (const table of made) {
      expect(table.seatIds).toContain(table.hostSeatId)
      expect(table).toMatchObject({ state: 'open', plenaryId: workshop.boardId, frameId: null, notesMerged: null })
    }
    const { documents } = (await api.call(readRoom, { params: room }, people[0])).room
    expect(made.map(({ documentId }) => documents.find(({ id }) => id === documentId)?.title)).toEqual(
      made.map(({ name }) => name),
    )
    expect(api.told).toEqual([`${room.roomId} tables`, room.roomId])
  })

  async function previewed(seed: number, guests: { seatId: string; side: Author['side'] }[]) {
    const { seats } = (await api.call(readRoom, { params: room }, lead)).room
    const organisationOf = new Map(seats.map(({ id, organisationId }) => [id, organisationId]))
    const known = guests.map((guest) => ({ ...guest, organisationId: organisationOf.get(guest.seatId)! }))
    return splitPeople(known, { count: 2, mode: 'mixSides', seed })
  }

  test('sides mixed: both at every table; sides separated: never', async () => {
    const sideOf = new Map(people.map(({ seat: id, side }) => [id, side]))
    for (const table of await make()) expect(new Set(table.seatIds.map((id) => sideOf.get(id))).size).toBe(2)
    await end(false)
    for (const table of await make({ split: 'separateSides', count: 3 }))
      expect(new Set(table.seatIds.map((id) => sideOf.get(id))).size).toBe(1)
  })

  test('by hand, nobody sits anywhere at first; who sits down moves from where they sat, and the host is one who sits there', async () => {
    const [one, two] = await make({ split: 'byHand' })
    expect([one!.seatIds, two!.seatIds]).toEqual([[], []])
    const [first, second] = people
    await api.call(tables.moveSeat, seat(one!.id, first!.seat), lead)
    await api.call(tables.moveSeat, seat(one!.id, second!.seat), lead)
    expect((await read(first)).mine).toBe(one!.id)
    const moved = open(await api.call(tables.moveSeat, seat(two!.id, first!.seat), lead))
    expect(moved.map(({ seatIds, hostSeatId }) => [seatIds, hostSeatId])).toEqual([
      [[second!.seat], second!.seat],
      [[first!.seat], first!.seat],
    ])
    const back = open(await api.call(tables.unseat, seat(two!.id, first!.seat), lead))
    expect(back[1]).toMatchObject({ seatIds: [], hostSeatId: null })
    expect((await read(first)).mine).toBeNull()
  })

  test('who has been removed meanwhile is left out, and nobody of another room comes in', async () => {
    const gone = await aGuest(api, workshop.link.token, 'Leaving', workshop.host)
    const goneSeat = await seatOf(gone)
    await api.call(removeSeat, { params: { ...room, seatId: goneSeat } }, lead)
    const made = await make({ seatIds: [goneSeat, people[0]!.seat, crypto.randomUUID()] })
    expect(made.flatMap(({ seatIds }) => seatIds)).toEqual([people[0]!.seat])
    expect(refusal(await api.send(tables.moveSeat, seat(made[0]!.id, goneSeat), lead))).toEqual([404, 'not_found'])
  })

  test('a board of another room, nonsense and a second round on top are refused', async () => {
    const ask = async (wish: Wish) => {
      const body = { count: 2, split: 'random', place: 'boards', documentId: workshop.boardId, ...wish } as const
      return refusal(await makeRaw(body)).slice(0, 2)
    }
    expect(await ask({ documentId: crypto.randomUUID() })).toEqual([404, 'not_found'])
    for (const wish of [{ count: 1 }, { count: 31 }, { minutes: 0 }, { minutes: 10_000 }, { seed: -1 }])
      expect(await ask(wish), JSON.stringify(wish)).toEqual([400, 'invalid'])
    await make()
    expect(await ask({})).toEqual([409, 'conflict'])
    expect(open(await read())).toHaveLength(2)
  })

  test('a second round’s names are not the first one’s', async () => {
    const first = await make()
    await end(false)
    const second = await make()
    expect(new Set([...first, ...second].map(({ name }) => name)).size).toBe(4)
    expect(second.map(({ number }) => number)).toEqual([1, 2])
  })

  test('two facilitators at once: one round', async () => {
    const body = { count: 2, split: 'random', place: 'boards', documentId: workshop.boardId } as const
    const answers = await Promise.all([makeRaw(body), makeRaw(body)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    expect(open(await read())).toHaveLength(2)
  })
})

describe('leading', () => {
  test('name, host, laptop, people around it and time', async () => {
    const [one, two] = await make()
    const [laptop] = one!.seatIds
    const headcount = { civil: 4, public: 2, neutral: 0 }
    const change = { name: 'By the window', laptopSeatId: laptop!, headcount, minutes: 20 }
    const [edited] = open(await api.call(tables.editTable, { ...at(one!.id), body: change }, lead))
    expect(edited).toMatchObject({ name: 'By the window', laptopSeatId: laptop, headcount })
    const { now } = await read()
    const leftMs = Date.parse(edited!.endsAt!) - Date.parse(now)
    expect(Math.abs(leftMs - 20 * 60_000)).toBeLessThan(5_000)
    const elsewhere = { body: { laptopSeatId: two!.seatIds[0]! } }
    expect(refusal(await api.send(tables.editTable, { ...at(one!.id), ...elsewhere }, lead))[1]).toBe('invalid')
    const stranger = { body: { hostSeatId: crypto.randomUUID() } }
    expect(refusal(await api.send(tables.editTable, { ...at(one!.id), ...stranger }, lead))[1]).toBe('invalid')
    const moved = open(await api.call(tables.moveSeat, seat(two!.id, laptop!), lead))
    expect(moved[0]!.laptopSeatId, 'a laptop carried elsewhere is no longer this table’s').toBeNull()
    const timed = open(await api.call(tables.timeTables, { params: room, body: { minutes: null } }, lead))
    expect(timed.map(({ endsAt }) => endsAt)).toEqual([null, null])
  })

  test('who leads may host a table without sitting at it', async () => {
    const [one, two] = await make()
    const hostSeatId = await seatOf(lead)
    await api.call(tables.editTable, { ...at(one!.id), body: { hostSeatId } }, lead)
    const after = open(await api.call(tables.moveSeat, seat(two!.id, one!.seatIds[0]!), lead))
    expect(after[0]!.hostSeatId).toBe(hostSeatId)
  })

  test('a table closed while people sit at it: they are in the plenary, its notes stay, and whoever is late is told', async () => {
    const [one, two] = await make()
    const [sitting] = one!.seatIds
    const person = people.find(({ seat: id }) => id === sitting)!
    await writes(one!.documentId!, person, (board) => board.addNotes([{ at: { x: 0, y: 0 }, text: 'here' }], person))
    await api.call(tables.deleteTable, at(one!.id), lead)
    expect(await read(person)).toMatchObject({ mine: null })
    expect((await boardNow(one!.documentId!)).notes).toHaveLength(1)
    for (const late of [
      () => api.send(tables.deleteTable, at(one!.id), lead),
      () => api.send(tables.moveSeat, seat(one!.id, sitting!), lead),
      () => api.send(tables.unseat, seat(one!.id, sitting!), lead),
      () => api.send(tables.editTable, { ...at(one!.id), body: { name: 'x' } }, lead),
    ])
      expect(refusal(await late())).toEqual([409, 'table_closed'])
    expect(refusal(await api.send(tables.deleteTable, at(crypto.randomUUID()), lead))).toEqual([404, 'not_found'])
    const after = open(await api.call(tables.moveSeat, seat(two!.id, sitting!), lead))
    expect(after[0]!.seatIds).toContain(sitting)
  })

  test('moved and closed at the same moment, 30 times: nobody sits at two tables or at a closed one', async () => {
    for (let round = 0; round < 30; round++) {
      const [one, two] = await make({ template: 'empty' })
      const [sitting] = one!.seatIds
      await Promise.all([
        api.send(tables.moveSeat, seat(two!.id, sitting!), lead),
        api.send(tables.deleteTable, at(round % 2 ? one!.id : two!.id), lead),
        api.send(tables.moveSeat, seat(one!.id, two!.seatIds[0]!), lead),
      ])
      const seated = open(await read()).flatMap(({ seatIds }) => seatIds)
      expect(new Set(seated).size, `round ${round}`).toBe(seated.length)
      await end(false)
    }
  })

  test('participants read, and change nothing; an archived room refuses', async () => {
    const [one] = await make()
    const [participant] = people
    expect((await read(participant)).tables.length).toBeGreaterThan(0)
    const send = api.send(tables.moveSeat, seat(one!.id, participant!.seat), participant)
    expect(refusal(await send)).toEqual([403, 'forbidden'])
    await api.call(editRoom, { params: room, body: { archived: true } }, lead)
    expect(refusal(await end(true))).toEqual([409, 'room_archived'])
    await api.call(editRoom, { params: room, body: { archived: false } }, lead)
  })
})

describe('merging', () => {
  /** What each of these people writes at a table: loose, in a theme, in a lane, and one taken back. */
  async function work(table: tables.TableView) {
    for (const seatId of table.seatIds) {
      const person = people.find(({ seat: id }) => id === seatId)!
      await writes(table.documentId!, person, (board) => {
        const lane = board.frames.all()[0]
        const [, grouped, , gone] = board.addNotes(
          [
            { at: { x: -500, y: 0 }, text: `loose ${seatId}` },
            { at: { x: 0, y: 0 }, text: `grouped ${seatId}` },
            { at: { x: 5, y: 5 }, frame: lane?.id ?? null, text: `in a lane ${seatId}` },
            { at: { x: 9, y: 9 }, text: `taken back ${seatId}` },
          ],
          person,
        )
        const theme = board.add('theme', { at: { x: 2000, y: 2000 }, title: `Theme ${seatId}` }, person)
        cluster(board, [grouped!], theme, person)
        removeItems(board, [gone!])
      })
    }
  }

  test.each(['needs', 'empty'] as const)(
    'of %s boards: exactly the notes there were, each with table, side and author',
    async (template) => {
      const made = await make({ template })
      const before = await boardNow(workshop.boardId)
      for (const table of made) await work(table)
      const counted = await api.call(tables.countTableNotes, { params: room }, lead)
      expect(counted.tables).toEqual(made.map(({ id, seatIds }) => ({ tableId: id, notes: 3 * seatIds.length })))
      expect((await end(true)).statusCode).toBe(200)
      const after = await boardNow(workshop.boardId)
      const old = new Set(before.notes.map(({ id }) => id))
      const brought = after.notes.filter(({ id }) => !old.has(id))
      // Counted and compared apart from what merged them: on the tables' own documents.
      const expected: object[] = []
      for (const table of made)
        for (const { text, seat: author, side, createdAt, id } of (await boardNow(table.documentId!)).notes)
          expected.push({
            text,
            author,
            side,
            createdAt,
            table: table.id,
            source: { document: table.documentId, record: id },
          })
      expect(expected).toHaveLength(3 * people.length)
      const got = brought.map(({ text, seat: author, side, createdAt, table, source }) => ({
        ...{ text, author, side, createdAt, table, source },
      }))
      expect(got).toHaveLength(expected.length)
      expect(got).toEqual(expect.arrayContaining(expected))
      for (const note of brought.filter(({ text }) => text.startsWith('grouped')))
        expect(after.themes.find(({ id }) => id === note.theme)?.title).toBe(`Theme ${note.seat}`)
      expect(after.notes.filter(({ id }) => old.has(id))).toEqual(before.notes)
      const { tables: all, mine } = await read(people[0])
      expect(mine).toBeNull()
      const merged = all.filter(({ id }) => made.some((table) => table.id === id))
      expect(merged.map(({ state, notesMerged, seatIds }) => [state, notesMerged, seatIds.length])).toEqual(
        made.map(({ seatIds }) => ['merged', 3 * seatIds.length, seatIds.length]),
      )
      const frames = after.frames.filter(({ kind }) => kind === 'table').slice(-2)
      expect(frames.map(({ title }) => title)).toEqual(made.map(({ name }) => name))
    },
  )

  test('who ends the tables is not told as the author of what was written at them', async () => {
    const made = await make()
    const old = new Set((await boardNow(workshop.boardId)).notes.map(({ id }) => id))
    for (const table of made) await work(table)
    await end(true)
    const page = { params: { ...room, documentId: workshop.boardId }, query: { limit: 200 } }
    const { changes } = await api.call(listChanges, page, lead)
    const brought = (await boardNow(workshop.boardId)).notes.filter(({ id }) => !old.has(id))
    expect(brought).toHaveLength(3 * people.length)
    for (const { id } of brought)
      expect(changes.filter(({ recordId }) => recordId === id)).toMatchObject([{ action: 'added', seatId: null }])
  })

  test('a board that can’t take it refuses, and nothing is lost', async () => {
    const { document } = await api.call(addBoard, { params: room, body: { title: 'Full', template: 'empty' } }, lead)
    const made = await make({ documentId: document.id })
    await work(made[0]!)
    const { doc, epoch } = await loaded(document.id)
    const before = Y.encodeStateVector(doc)
    doc.getMap('meta').set('stuffing', 'x'.repeat(10 * 1024 * 1024))
    const row = {
      bytes: Y.encodeStateAsUpdate(doc, before),
      seatId: null,
      connectionId: crypto.randomUUID(),
      frameNo: 1,
    }
    await new DocumentLog(api.db).append({ id: document.id, epoch }, [row], new Map())
    expect(refusal(await end(true))).toEqual([409, 'board_full'])
    expect(open(await read()).map(({ id }) => id)).toEqual(made.map(({ id }) => id))
    expect((await boardNow(made[0]!.documentId!)).notes.length).toBeGreaterThan(0)
  })

  test('a second time, or by two at once, is refused and brings nothing twice', async () => {
    const made = await make()
    for (const table of made) await work(table)
    const before = (await boardNow(workshop.boardId)).notes.length
    const answers = await Promise.all([end(true), end(true)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    expect(refusal(await end(true))).toEqual([409, 'table_closed'])
    expect((await boardNow(workshop.boardId)).notes.length - before).toBe(3 * people.length)
  })

  test('a note saved while the tables are merged is either brought or still at its table, never half', async () => {
    const [table] = await make()
    const [person] = people
    const before = (await boardNow(workshop.boardId)).notes.length
    const writing = (async () => {
      for (let index = 0; index < 20; index++)
        await writes(table!.documentId!, person!, (board) =>
          board.addNotes([{ at: { x: 0, y: 0 }, text: `note ${index}` }], person!),
        )
    })()
    const merging = end(true)
    await Promise.all([writing, merging])
    const came = (await boardNow(workshop.boardId)).notes.length - before
    const merged = (await read()).tables.find(({ id }) => id === table!.id)!
    expect(came).toBe(merged.notesMerged)
    expect((await boardNow(table!.documentId!)).notes).toHaveLength(20)
  })

  test('what somebody wrote at a table is theirs on the plenary board: erasing their words finds it there', async () => {
    const made = await make()
    const [person] = people
    const table = made.find(({ seatIds }) => seatIds.includes(person!.seat))!
    const other = people.find(({ seat: id }) => id !== person!.seat && table.seatIds.includes(id))!
    await writes(table.documentId!, person!, (board) =>
      board.addNotes([{ at: { x: 0, y: 0 }, text: 'a frank sentence' }], person!),
    )
    await writes(table.documentId!, other, (board) =>
      board.addNotes([{ at: { x: 0, y: 0 }, text: 'a calm one' }], other),
    )
    await end(true)
    expect((await boardNow(workshop.boardId)).notes.map(({ text }) => text)).toContain('a frank sentence')
    await api.call(eraseMyText, { params: room }, person)
    const texts = (await boardNow(workshop.boardId)).notes.map(({ text }) => text)
    expect(texts).toContain('a calm one')
    expect(texts).not.toContain('a frank sentence')
    expect(await rowsHolding(api, 'a frank sentence')).toEqual([])
  })

  test('areas of the plenary board: notes say their table, and nothing moves', async () => {
    const made = await make({ place: 'areas', split: 'byHand' })
    const frames = (await boardNow(workshop.boardId)).frames
    expect(made.map(({ frameId }) => frames.find(({ id }) => id === frameId)?.kind)).toEqual(['table', 'table'])
    const [person] = people
    const ids = await writes(workshop.boardId, person!, (board) =>
      board.addNotes(
        made.map(({ frameId }) => ({ at: { x: 20, y: 20 }, frame: frameId, text: 'at a table' })),
        person!,
      ),
    )
    const before = await boardNow(workshop.boardId)
    const counted = await api.call(tables.countTableNotes, { params: room }, lead)
    expect(counted.tables).toEqual(made.map(({ id }) => ({ tableId: id, notes: 1 })))
    expect(await boardNow(workshop.boardId), 'counting writes nothing').toEqual(before)
    await end(true)
    const after = await boardNow(workshop.boardId)
    expect(ids.map((id) => after.notes.find((note) => note.id === id)!.table)).toEqual(made.map(({ id }) => id))
    const unsaid = (board: typeof after) => board.notes.map(({ table: _, ...note }) => note)
    expect(unsaid(after)).toEqual(unsaid(before))
    const merged = (await read()).tables.filter(({ id }) => made.some((table) => table.id === id))
    expect(merged.map(({ notesMerged }) => notesMerged)).toEqual([1, 1])
  })

  test('a board that can’t be read: nothing is merged, and once that table is closed the rest is', async () => {
    const [one, two] = await make()
    await work(two!)
    const quarantine = (quarantinedAt: Date | null) =>
      api.db.updateTable('document').set({ quarantinedAt }).where('id', '=', one!.documentId!).execute()
    await quarantine(new Date())
    const before = (await boardNow(workshop.boardId)).notes.length
    expect(refusal(await end(true))).toEqual([503, 'unavailable'])
    expect((await boardNow(workshop.boardId)).notes.length).toBe(before)
    expect(open(await read())).toHaveLength(2)
    await api.call(tables.deleteTable, at(one!.id), lead)
    expect((await end(true)).statusCode).toBe(200)
    expect((await boardNow(workshop.boardId)).notes.length - before).toBe(3 * two!.seatIds.length)
    await quarantine(null)
  })
})
