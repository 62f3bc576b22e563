import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { closeCodes } from '@meydan/shared/close-codes'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { rawSocket, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
let node: TestNode
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await node?.close()
  await fresh?.drop()
})

function connect(actor: Pick<Actor, 'cookie'>, documentId = story.boardId) {
  return rawSocket(node, `/sync/${documentId}`, { cookie: actor.cookie, origin: node.url })
}

async function head(documentId = story.boardId): Promise<number> {
  const row = await fresh.db
    .selectFrom('document')
    .select('head')
    .where('id', '=', documentId)
    .executeTakeFirstOrThrow()
  return row.head
}

function syncMessage(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

function someUpdate(): Uint8Array {
  const doc = new Y.Doc()
  new Board(doc).addNotes([{ at: { x: 0, y: 0 }, text: 'forged' }], { seat: null, side: 'civil' })
  return Y.encodeStateAsUpdate(doc)
}

describe('who is let in', () => {
  test('nobody without a session, a stranger not, an unknown document not', async () => {
    expect(await (await connect({ cookie: '' })).closed).toBe(closeCodes.signedOut)
    expect(await (await connect({ cookie: 'meydan=forged.c2lnbmF0dXJl' })).closed).toBe(closeCodes.signedOut)
    expect(await (await connect(story.outsider)).closed).toBe(closeCodes.noSeat)
    expect(await (await connect(story.civil, crypto.randomUUID())).closed).toBe(closeCodes.gone)
    expect(await (await connect(story.civil, 'constructor')).closed).toBe(closeCodes.gone)
  })

  test.each([undefined, 'null', 'https://evil.example', 'OTHER_SCHEME', 'OTHER_PORT', 'SUFFIX'])(
    'an upgrade from origin %s is refused before 101',
    async (given) => {
      const origin =
        given === 'OTHER_SCHEME'
          ? node.url.replace('http:', 'https:')
          : given === 'OTHER_PORT'
            ? 'http://127.0.0.1:1'
            : given === 'SUFFIX'
              ? `${node.url}.evil.example`
              : given
      const headers = { cookie: story.civil.cookie, ...(origin && { origin }) }
      await expect(rawSocket(node, `/sync/${story.boardId}`, headers)).rejects.toThrow('HTTP 403')
    },
  )
})

describe('an observer', () => {
  const long = (bytes: Uint8Array) => {
    // Types 0 and 2 as over-long varints: they decode to the same message.
    const body = encoding.encode((encoder) => encoding.writeVarUint8Array(encoder, bytes))
    return new Uint8Array([0x80, 0x00, 0x82, 0x00, ...body])
  }
  test.each([
    ['an update', () => syncMessage(2, someUpdate())],
    ['a step 2', () => syncMessage(1, someUpdate())],
    ['an update in over-long varints', () => long(someUpdate())],
    ['a deletion', () => deletion()],
  ])('changes nothing with %s', async (_name, frame) => {
    const before = await head()
    const { socket, closed } = await connect(story.observer)
    socket.send(await frame())
    expect(await closed).toBe(closeCodes.refused)
    expect(await head()).toBe(before)
  })

  test('sees everything all the same', async () => {
    const writer = syncClient(node, story.boardId, story.civil.cookie)
    const observer = syncClient(node, story.boardId, story.observer.cookie, { ack: true })
    onTestFinished(() => writer.destroy())
    onTestFinished(() => observer.destroy())
    await Promise.all([writer.synced(), observer.synced()])
    const [id] = new Board(writer.doc).addNotes([{ at: { x: 5, y: 5 }, text: 'açık' }], { seat: null, side: 'civil' })
    await until(() => new Board(observer.doc).textOf(id!) === 'açık')
    expect(observer.closes).toEqual([])
  })

  async function deletion(): Promise<Uint8Array> {
    const reader = syncClient(node, story.boardId, story.civil.cookie)
    await reader.synced()
    const before = Y.encodeStateVector(reader.doc)
    reader.provider.disconnect()
    const board = new Board(reader.doc)
    removeItems(
      board,
      board.frames.all().map(({ id }) => id),
    )
    const update = Y.encodeStateAsUpdate(reader.doc, before)
    reader.destroy()
    return syncMessage(2, update)
  }
})

test('a participant who becomes an observer loses the pen within two seconds', async () => {
  const own = await consultationRoom(fresh.db)
  const client = syncClient(node, own.boardId, own.civil.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  await client.synced()
  await fresh.db.updateTable('seat').set({ role: 'observer' }).where('id', '=', own.civil.seatId).execute()
  const started = performance.now()
  await until(() => client.closes.includes(closeCodes.restarting), { timeout: 2_000 })
  expect(performance.now() - started).toBeLessThan(2_000)
  await client.synced()
  const before = await head(own.boardId)
  new Board(client.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'hâlâ' }], { seat: null, side: 'civil' })
  await until(() => client.closes.includes(closeCodes.refused))
  expect(client.frames.refusals).toContain('readonly')
  expect(await head(own.boardId)).toBe(before)
})

test.each([
  ['a session that ended', closeCodes.signedOut, endSession],
  ['a person who was disabled', closeCodes.signedOut, disable],
  ['a seat that was taken back', closeCodes.noSeat, takeBack],
])('%s closes the socket within two seconds', async (_name, code, change) => {
  const own = await consultationRoom(fresh.db)
  const { closed } = await rawSocket(node, `/sync/${own.boardId}?ack=1`, {
    cookie: own.civil.cookie,
    origin: node.url,
  })
  await change(own.civil)
  const started = performance.now()
  expect(await closed).toBe(code)
  expect(performance.now() - started).toBeLessThan(2_000)
})

async function endSession(actor: Actor): Promise<void> {
  await fresh.db.deleteFrom('session').where('id', '=', actor.sessionId).execute()
}

async function disable(actor: Actor): Promise<void> {
  await fresh.db.updateTable('person').set({ disabledAt: new Date() }).where('id', '=', actor.personId).execute()
}

async function takeBack(actor: Actor): Promise<void> {
  await fresh.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', actor.seatId).execute()
}

describe('rubbish', () => {
  test.each([
    ['nothing', new Uint8Array(), closeCodes.malformed],
    ['an unknown type', new Uint8Array([77]), closeCodes.malformed],
    ['a truncated length', new Uint8Array([0, 2, 0xff, 0xff]), closeCodes.malformed],
    ['trailing bytes', new Uint8Array([3, 9]), closeCodes.malformed],
    [
      '33 million declared structs',
      syncMessage(2, new Uint8Array([1, 0x80, 0x98, 0xde, 0x0f, 7, 0])),
      closeCodes.refused,
    ],
    ['a 300 KB paste', syncMessage(2, new Uint8Array(300_000)), closeCodes.tooLarge],
    ['a giant state vector', syncMessage(0, new Uint8Array(100_000)), closeCodes.tooLarge],
    ['bad awareness', new Uint8Array([1, 3, 5, 5, 5]), closeCodes.malformed],
  ])('%s ends its own connection and nothing else', async (_name, frame, code) => {
    const before = await head()
    const { socket, closed } = await connect(story.public)
    socket.send(frame)
    expect(await closed).toBe(code)
    expect(await head()).toBe(before)
    expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
  })

  test('text instead of bytes', async () => {
    const { socket, closed } = await connect(story.public)
    socket.send('{"__proto__":{}}')
    expect(await closed).toBe(closeCodes.malformed)
  })

  test.each([
    ['an unmasked frame', [0x82, 0x01, 0x00]],
    ['a reserved opcode', [0x83, 0x80, 0, 0, 0, 0]],
    ['a header announcing 200 MB', [0x82, 0xff, 0, 0, 0, 0, 0x0c, 0, 0, 0, 0, 0, 0, 0]],
    ['bad UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff]],
  ])('%s on the wire', async (_name, bytes) => {
    const { socket, closed } = await connect(story.public)
    const raw = (socket as unknown as { _socket: import('node:net').Socket })._socket
    raw.write(new Uint8Array(bytes))
    await closed
    expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
  })

  test('a __proto__ key is refused and kept for the operator', async () => {
    const doc = new Y.Doc()
    doc.getMap('notes').set('__proto__', new Y.Map([['isFacilitator', true]]))
    const { socket, closed } = await connect(story.civil)
    socket.send(syncMessage(2, Y.encodeStateAsUpdate(doc)))
    expect(await closed).toBe(closeCodes.refused)
    await until(() => fresh.db.selectFrom('refusedFrame').select('id').where('reason', '=', 'key').executeTakeFirst())
  })
})

test('writing under another person’s client id is refused', async () => {
  const own = await consultationRoom(fresh.db)
  const victim = syncClient(node, own.boardId, own.civil.cookie, { ack: true })
  onTestFinished(() => victim.destroy())
  await victim.synced()
  new Board(victim.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'benim' }], { seat: null, side: 'civil' })
  await until(() => victim.frames.acked === victim.frames.sent)
  const forger = new Y.Doc()
  Y.applyUpdate(forger, Y.encodeStateAsUpdate(victim.doc))
  forger.clientID = victim.doc.clientID
  const before = Y.encodeStateVector(forger)
  new Board(forger).addNotes([{ at: { x: 0, y: 0 }, text: 'kabul ediyorum' }], { seat: null, side: 'civil' })
  const { socket, closed } = await connect(own.public, own.boardId)
  socket.send(syncMessage(2, Y.encodeStateAsUpdate(forger, before)))
  expect(await closed).toBe(closeCodes.refused)
})

test('the same question again and again is not answered for ever', async () => {
  const { socket, frames, closed } = await connect(story.public)
  await until(() => frames.length > 0, { what: 'the server has let it in' })
  for (let n = 0; n < 100; n++) socket.send(syncMessage(0, new Uint8Array([0])))
  expect(await closed).toBe(closeCodes.overBudget)
  expect(frames.length).toBeLessThan(10)
})

describe('awareness', () => {
  test('one id per connection, and the server says who it is', async () => {
    const own = await consultationRoom(fresh.db)
    const ahmad = syncClient(node, own.boardId, own.civil.cookie)
    const mehmet = syncClient(node, own.boardId, own.public.cookie)
    onTestFinished(() => ahmad.destroy())
    onTestFinished(() => mehmet.destroy())
    await Promise.all([ahmad.synced(), mehmet.synced()])
    ahmad.awareness.setLocalState({ cursor: { x: 1, y: 2 }, user: { name: 'Facilitator', role: 'facilitator' } })
    const seen = await until(
      () => mehmet.awareness.getStates().get(ahmad.doc.clientID) as { user: object; cursor: object } | undefined,
    )
    await until(() => {
      const state = mehmet.awareness.getStates().get(ahmad.doc.clientID) as { cursor: { x: number } | null }
      return state.cursor?.x === 1
    })
    expect(seen.user).toMatchObject({
      name: own.civil.name,
      role: 'participant',
      side: 'civil',
      seat: own.civil.seatId,
    })
    const { socket } = await connect(own.observer, own.boardId)
    socket.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint8Array(
          encoder,
          encoding.encode((inner) => {
            encoding.writeVarUint(inner, 1)
            encoding.writeVarUint(inner, ahmad.doc.clientID)
            encoding.writeVarUint(inner, 2 ** 40)
            encoding.writeVarString(inner, 'null')
          }),
        )
      }),
    )
    ahmad.awareness.setLocalStateField('cursor', { x: 9, y: 9 })
    await until(() => {
      const state = mehmet.awareness.getStates().get(ahmad.doc.clientID) as { cursor: { x: number } } | undefined
      return state?.cursor.x === 9
    })
    ahmad.provider.disconnect()
    await until(() => !mehmet.awareness.getStates().has(ahmad.doc.clientID))
    socket.close()
  })
})
