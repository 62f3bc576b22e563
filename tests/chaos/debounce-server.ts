import { openDatabase } from '@meydan/server/database/connection'
import { sql } from 'kysely'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type WebSocket, WebSocketServer } from 'ws'
import * as Y from 'yjs'

/**
 * A server as many are: it answers at once and stores later. `DECEIT=debounce` stores the whole document when nobody
 * wrote for two seconds; `early-ack` commits every frame, but acknowledges it 200 ms before. The harness runs the same
 * checks against it and must report what it loses. It looks at no cookie: it listens on loopback, for tests alone.
 */
const STORE_AFTER_MS = 2_000
const COMMIT_AFTER_MS = 200

const { db } = openDatabase(process.env.DATABASE_URL!)
const documents = new Map<string, Promise<Y.Doc>>()
const sockets = new Map<string, Set<WebSocket>>()

async function load(id: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  const rows = await db
    .selectFrom('documentUpdate')
    .select('bytes')
    .where('documentId', '=', id)
    .orderBy('seq')
    .execute()
  for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
  let timer: NodeJS.Timeout | undefined
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    const frame = syncFrame(2, update)
    for (const socket of sockets.get(id) ?? []) if (socket !== origin) socket.send(frame)
    if (process.env.DECEIT === 'early-ack') return void setTimeout(() => void store(id, update), COMMIT_AFTER_MS)
    clearTimeout(timer)
    timer = setTimeout(() => void store(id, Y.encodeStateAsUpdate(doc)), STORE_AFTER_MS)
  })
  return doc
}

async function store(id: string, bytes: Uint8Array): Promise<void> {
  await sql`
    with raised as (update document set head = head + 1 where id = ${id} returning head)
    insert into document_update (document_id, seq, bytes, connection_id, frame_no)
    select ${id}, head, ${Buffer.from(bytes)}, gen_random_uuid(), 1 from raised`.execute(db)
}

async function serve(socket: WebSocket, id: string): Promise<void> {
  const early: Buffer[] = []
  const keep = (data: Buffer) => early.push(data)
  socket.on('message', keep)
  documents.set(id, documents.get(id) ?? load(id))
  const doc = await documents.get(id)!
  socket.off('message', keep)
  const room = sockets.get(id) ?? new Set()
  sockets.set(id, room.add(socket))
  let count = 0
  const take = (data: Buffer) => {
    const decoder = decoding.createDecoder(data)
    if (decoding.readVarUint(decoder) !== 0) return
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step === 0) return socket.send(syncFrame(1, Y.encodeStateAsUpdate(doc, bytes)))
    Y.applyUpdate(doc, bytes, socket)
    count += 1
    socket.send(ackFrame(count))
  }
  socket.on('message', take)
  socket.on('close', () => room.delete(socket))
  socket.send(syncFrame(0, Y.encodeStateVector(doc)))
  for (const data of early) take(data)
}

function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

function ackFrame(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 64)
    encoding.writeVarUint(encoder, count)
  })
}

const server = new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1' })
server.on('connection', (socket, request) => {
  socket.on('error', () => {})
  const id = /^\/sync\/([0-9a-f-]{36})/.exec(request.url ?? '')?.[1]
  if (id) void serve(socket, id)
  else socket.close()
})
server.on('listening', () => console.log('ready'))
