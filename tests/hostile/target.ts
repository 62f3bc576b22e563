import { setTimeout as wait } from 'node:timers/promises'
import { syncFrame, syncSteps } from '@meydan/server/sync/wire'
import { Board } from '@meydan/shared/documents/board/board'
import * as decoding from 'lib0/decoding'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { Inspector } from '../bench/inspector.ts'
import { type Server, startServer } from '../support/app.ts'
import { rawSocket, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { freePort } from '../support/processes.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

export const MB = 1024 * 1024

/** A server as a process of its own, so that its memory and its event loop are its own too. */
export type Target = Server & {
  fresh: FreshDatabase
  story: Story
  /** Its resident memory, bytes, once everything unreachable was collected: what an attack leaves behind. */
  settled: () => Promise<number>
  end: () => Promise<void>
}

export async function startTarget(environment: Record<string, string> = {}): Promise<Target> {
  const fresh = await freshDatabase()
  const port = await freePort()
  const NODE_OPTIONS = `--inspect-port=${port}`
  const server = await startServer({ DATABASE_URL: fresh.url, LOG_LEVEL: 'error', NODE_OPTIONS, ...environment })
  let inspector: Inspector | undefined
  const settled = async () => {
    inspector ??= await Inspector.open(server.process.pid!, port)
    await inspector.settledHeap()
    return (await vitals(server)).rss
  }
  const end = async () => {
    inspector?.close()
    await server.stop()
    await fresh.drop()
  }
  return { ...server, fresh, story: await consultationRoom(fresh.db), settled, end }
}

/** `loopMs`: the longest that its event loop stood still since this was last asked. */
export async function vitals(target: Pick<Server, 'url'>): Promise<{ rss: number; loopMs: number; sent: number }> {
  const text = await (await fetch(`${target.url}/metrics`)).text()
  const value = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
  return {
    rss: value('process_resident_memory_bytes'),
    loopMs: value('eventloop_delay_max_seconds') * 1_000,
    sent: value('sync_sent_bytes_total'),
  }
}

export function isAlive({ process, url }: Target, pid: number): Promise<boolean> {
  return fetch(`${url}/healthz`).then(({ ok }) => ok && process.exitCode === null && process.pid === pid)
}

export const update = (bytes: Uint8Array) => syncFrame(syncSteps.update, bytes)
export const answer = (bytes: Uint8Array) => syncFrame(syncSteps.step2, bytes)

export type Raw = Awaited<ReturnType<typeof rawSocket>>

/** A socket that is in, was asked for what it has and answered that it has nothing: as an honest newcomer. */
export async function connected(
  target: Pick<Server, 'url'>,
  documentId: string,
  { cookie }: { cookie: string },
): Promise<Raw> {
  const raw = await rawSocket(target, `/sync/${documentId}?ack=1`, { cookie, origin: target.url })
  await until(() => raw.frames.some((frame) => frame[0] === 0), { every: 2, what: 'the server has let it in' })
  raw.socket.send(answer(new Uint8Array([0, 0])))
  return raw
}

/** Sends a frame; how long until it was refused, and why. Throws where it is not, within 5 s. */
export async function refusal(socket: WebSocket, frame: Uint8Array): Promise<{ reason: string; ms: number }> {
  const begun = performance.now()
  const refused = new Promise<{ reason: string; ms: number }>((resolve, reject) => {
    socket.on('message', (data: Buffer) => {
      if (data[0] !== 65) return
      const decoder = decoding.createDecoder(new Uint8Array(data.subarray(1)))
      decoding.readVarUint(decoder)
      resolve({ reason: decoding.readVarString(decoder), ms: performance.now() - begun })
    })
    socket.on('close', (code: number) => resolve({ reason: `close ${code}`, ms: performance.now() - begun }))
    setTimeout(
      () => reject(new Error(`Not refused: ${Buffer.from(frame.subarray(0, 40)).toString('hex')}`)),
      5_000,
    ).unref()
  })
  socket.send(frame)
  return refused
}

/** A document as somebody gets it who opens it now: its whole state, and the names of its roots. */
export async function asSeenBy(target: Pick<Server, 'url'>, documentId: string, { cookie }: { cookie: string }) {
  const reader = syncClient(target, documentId, cookie)
  await reader.synced()
  const state = Buffer.from(Y.encodeStateAsUpdate(reader.doc)).toString('base64')
  const roots = [...reader.doc.share.keys()].sort()
  const pending = reader.doc.store.pendingStructs ?? reader.doc.store.pendingDs
  reader.destroy()
  return { state, roots, pending }
}

/** What is stored of a document: nothing of it may change by what is refused. */
export async function storedOf({ fresh }: Pick<Target, 'fresh'>, documentId: string) {
  const { head } = await fresh.db
    .selectFrom('document')
    .select('head')
    .where('id', '=', documentId)
    .executeTakeFirstOrThrow()
  const count = (table: 'documentUpdate' | 'documentClient') =>
    fresh.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('documentId', '=', documentId)
      .executeTakeFirstOrThrow()
  return { head, rows: (await count('documentUpdate')).count, clientIds: (await count('documentClient')).count }
}

/** Milliseconds from an edit to its acknowledgement, one edit after the other, twenty a second at most. */
export async function ackTimes(client: ReturnType<typeof syncClient>, goOn: (done: number) => boolean) {
  const times: number[] = []
  while (goOn(times.length)) {
    const begun = performance.now()
    new Board(client.doc).addNotes([{ at: { x: 0, y: times.length }, text: 'öteki' }], { seat: null, side: 'civil' })
    await until(() => client.frames.sent > 0 && client.frames.acked === client.frames.sent, { every: 1 })
    times.push(performance.now() - begun)
    await wait(50)
  }
  return times
}

export function p95(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
}
