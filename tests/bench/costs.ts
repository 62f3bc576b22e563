import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '@meydan/server/database/connection'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { Redis } from 'ioredis'
import { findRedis } from '../support/services.ts'
import { startRedis } from '../support/redis.ts'
import { cpuSeconds, pinThisProcess } from './cores.ts'
import { makeRooms } from './rooms.ts'
import { openStores } from './stores.ts'
import { startSubject, type Stores, type Subject } from './subjects.ts'
import { joinAll, type ThinClient } from './thin-client.ts'
import { keepWriting, Writer } from './writer.ts'

/**
 * What a connection, a quiet room and a commit cost: the figures that docs/scaling.md multiplies. One node on the first
 * core, this process on the second, Postgres (fsync on) wherever the system puts it. `node tests/bench/costs.ts`
 * prints one line of JSON per figure; a tenth of everything with `--quick`.
 */
const quick = process.argv.includes('--quick')
const SIZE = quick ? 0.1 : 1
const WINDOW_MS = quick ? 4_000 : 16_000
const CONNECTIONS = 2_000 * SIZE
const ROOMS = 1_000 * SIZE
const PEOPLE = 3
const WRITERS = 200
const RATES = quick ? [200, 800] : [100, 200, 400, 800, 1_600, 3_200]
const RATE_SECONDS = quick ? 3 : 8
const KIB = 1024

function say(what: string, figures: Record<string, number>): void {
  const rounded = Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(3))])
  console.log(JSON.stringify({ what, ...Object.fromEntries(rounded) }))
}

type State = { rss: number; heap: number; cpu: number }

/** Settled memory, and CPU in shares of a core over a window that holds a heartbeat. */
async function stateOf(subject: Subject): Promise<State> {
  const inspector = await subject.inspect()
  const { heap, external } = await inspector.settledHeap()
  inspector.close()
  const begun = { cpu: subject.cpu(), at: performance.now() }
  await wait(WINDOW_MS)
  const cpu = (subject.cpu() - begun.cpu) / ((performance.now() - begun.at) / 1_000)
  return { rss: subject.memory(), heap: heap + external, cpu }
}

async function withNode<T>(stores: Stores, work: (subject: Subject) => Promise<T>): Promise<T> {
  const subject = await startSubject('meydan', stores)
  try {
    return await work(subject)
  } finally {
    await subject.stop()
  }
}

async function quiet(stores: Stores): Promise<void> {
  const base = await withNode(stores, async (subject) => {
    const empty = await stateOf(subject)
    say('node without people', { rssMib: empty.rss / KIB / KIB, cpuPercent: empty.cpu * 100 })
    const rooms = await makeRooms('meydan', stores.databaseUrl, 10)
    const clients = await joinAll(
      'meydan',
      Array.from({ length: CONNECTIONS }, (_, at) => subject.place(rooms[at % rooms.length]!)),
    )
    const full = await stateOf(subject)
    const each = {
      rss: (full.rss - empty.rss) / CONNECTIONS,
      heap: (full.heap - empty.heap) / CONNECTIONS,
      cpu: (full.cpu - empty.cpu) / CONNECTIONS,
    }
    say('idle connection', {
      rssKib: each.rss / KIB,
      heapKib: each.heap / KIB,
      cpuMicrosecondsPerSecond: each.cpu * 1e6,
    })
    closeAll(clients)
    return { empty, each }
  })
  await withNode(stores, async (subject) => {
    const rooms = await makeRooms('meydan', stores.databaseUrl, ROOMS)
    const places = rooms.flatMap((room) => Array.from({ length: PEOPLE }, () => subject.place(room)))
    const clients = await joinAll('meydan', places)
    const full = await stateOf(subject)
    const of = (name: keyof State) => (full[name] - base.empty[name]) / rooms.length
    say('quiet room of three, connections included', {
      rssKib: of('rss') / KIB,
      heapKib: of('heap') / KIB,
      cpuMicrosecondsPerSecond: of('cpu') * 1e6,
    })
    closeAll(clients)
  })
}

function closeAll(clients: readonly ThinClient[]): void {
  for (const client of clients) client.close()
}

/** Many rooms with one writer each: what one node commits a second, and how long authors wait. */
async function commits(stores: Stores): Promise<void> {
  for (const perSecond of RATES) {
    await withNode(stores, async (subject) => {
      const rooms = await makeRooms('meydan', stores.databaseUrl, WRITERS)
      const clients = await joinAll(
        'meydan',
        rooms.map((room) => subject.place(room)),
      )
      const delays: number[] = []
      const writers = clients.map((client) => listening(client, delays))
      await wait(1_000)
      delays.length = 0
      const begun = { node: subject.cpu(), postgres: postgresSeconds(), at: performance.now() }
      const stop = keepWriting(writers, perSecond)
      await wait(RATE_SECONDS * 1_000)
      stop()
      const seconds = (performance.now() - begun.at) / 1_000
      delays.sort((a, b) => a - b)
      say('commits of one node', {
        asked: perSecond,
        acknowledged: delays.length / seconds,
        p50Ms: delays[Math.floor(delays.length * 0.5)] ?? Number.NaN,
        p95Ms: delays[Math.floor(delays.length * 0.95)] ?? Number.NaN,
        nodeCores: (subject.cpu() - begun.node) / seconds,
        postgresCores: (postgresSeconds() - begun.postgres) / seconds,
      })
      closeAll(clients)
    })
  }
}

function listening(client: ThinClient, delays: number[]): Writer {
  const sent = new Map<number, number>()
  let told = 0
  client.onTaken = (upto) => {
    for (; told < upto; told++) {
      const at = sent.get(told + 1)
      if (at !== undefined) delays.push(performance.now() - at)
      sent.delete(told + 1)
    }
  }
  const update = client.update.bind(client)
  client.update = (bytes) => {
    const frame = update(bytes)
    sent.set(frame, performance.now())
    return frame
  }
  return new Writer(client)
}

/** CPU of all processes of the server this machine's tests started last; 0 where they can't be told apart. */
function postgresSeconds(): number {
  try {
    const pids = execFileSync('pgrep', ['-f', 'postgres: .*meydan|postgres -D .*bench']).toString().trim().split('\n')
    return pids.reduce((sum, pid) => sum + ended(() => cpuSeconds(Number(pid))), 0)
  } catch {
    return 0
  }
}

function ended(read: () => number): number {
  try {
    return read()
  } catch {
    return 0
  }
}

/** The append statement alone, from this process: what Postgres itself commits. */
async function postgresAlone(stores: Stores): Promise<void> {
  const rooms = await makeRooms('meydan', stores.databaseUrl, 100)
  const { db, pool, close } = openDatabase({ connectionString: stores.databaseUrl, max: 50 })
  const log = new DocumentLog(db, pool)
  const bytes = Buffer.alloc(100, 1)
  for (const parallel of quick ? [10, 50] : [1, 10, 50]) {
    let committed = 0
    const until = performance.now() + RATE_SECONDS * 1_000
    const work = async (at: number) => {
      const connectionId = crypto.randomUUID()
      for (let frameNo = 1; performance.now() < until; frameNo++) {
        const { document } = rooms[(at + frameNo * parallel) % rooms.length]!
        const frame = { bytes, seatId: null, connectionId, frameNo }
        await log.append({ id: document, epoch: 1 }, [frame], new Map(), false)
        committed += 1
      }
    }
    await Promise.all(Array.from({ length: parallel }, (_, at) => work(at)))
    say('appends of Postgres alone', { connections: parallel, perSecond: committed / RATE_SECONDS })
  }
  await close()
}

/** A hint to one other node, as the relay sends it. */
async function redisAlone(): Promise<void> {
  if (!findRedis()) return
  const redis = await startRedis()
  const [sender, receiver] = [new Redis(redis.url), new Redis(redis.url)]
  let heard = 0
  receiver.on('messageBuffer', () => (heard += 1))
  await receiver.subscribe('meydan:doc:1')
  const count = 50_000 * SIZE
  const message = Buffer.alloc(65, 1)
  const begun = { redis: cpuSeconds(redis.pid), own: cpuSeconds(process.pid) }
  for (let sent = 0; sent < count; sent += 500) {
    await Promise.all(Array.from({ length: 500 }, () => sender.publish('meydan:doc:1', message)))
  }
  await wait(200)
  say('message between two nodes', {
    heard: heard / count,
    redisMicroseconds: ((cpuSeconds(redis.pid) - begun.redis) / count) * 1e6,
    bothNodesMicroseconds: ((cpuSeconds(process.pid) - begun.own) / count) * 1e6,
  })
  sender.disconnect()
  receiver.disconnect()
  await redis.kill()
}

pinThisProcess(1)
const stores = await openStores()
try {
  await quiet(stores)
  await commits(stores)
  await postgresAlone(stores)
  await redisAlone()
} finally {
  await stores.close()
}
