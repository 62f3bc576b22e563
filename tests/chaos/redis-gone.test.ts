import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { type RedisServer, startRedis } from '../support/redis.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { acknowledgementTimes, percentile } from './faults.ts'
import { startHistory } from './history.ts'
import { expectNothingLost } from './invariants.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { Workload } from './workload.ts'

const { hangs, measures, factor, atLeast } = settings.redis
const REQUEST_MS = 1_000
const PRESENCE_MS = 10_000
const ASK_EVERY_MS = 40

test('R-7 Redis is killed, emptied, hangs: nobody waits, nobody is signed out, and everybody is seen again', {
  timeout: 240_000,
}, async () => {
  const history = startHistory()
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  let redis = await startRedis()
  const environment = { REDIS_URL: redis.url }
  const [a, b] = [
    await meydan(fresh.url, { ...environment, NODE_ID: 'a' }),
    await meydan(fresh.url, { ...environment, NODE_ID: 'b' }),
  ]
  onTestFinished(async () => {
    await Promise.all([a.stop(), b.stop(), redis.kill()])
    await fresh.drop()
  })
  const [atA, atB] = [a, b].map((node) => new Workload(node, story.boardId, story, history, { writers: 1 }))
  await Promise.all([atA!.synced(), atB!.synced()])
  const [here, there] = [new Present(a, story, story.civil), new Present(b, story, story.public)]
  const everybody = [here, there]
  await Promise.all(everybody.map((person) => person.enter()))
  await expectSeen(everybody, [story.civil, story.public])
  const requests = askAllTheTime([a, b], story)

  await acknowledgementTimes(atA!.writers[0]!, measures)
  const without = await acknowledgementTimes(atA!.writers[0]!, measures)
  const calm = requests.take()
  expect(calm.count, 'requests before the fault').toBeGreaterThan(5)

  const slowest = Math.max(REQUEST_MS, calm.slowest * 2)
  const limit = Math.max(percentile(without, 0.95) * factor, atLeast)
  const said: string[] = []

  await during('killed', async () => {
    await redis.kill()
    return async () => {
      redis = await startRedis({ port: redis.port })
    }
  })
  await during('emptied', async () => {
    flush(redis)
    return async () => {}
  })
  await during('hangs', async () => {
    process.kill(redis.pid, 'SIGSTOP')
    const thaw = wait(hangs)
    return async () => {
      await thaw
      process.kill(redis.pid, 'SIGCONT')
    }
  })

  await requests.stop()
  await atB!.saved(10_000)
  await expectNothingLost(fresh.db, story.boardId, atA!, history, { savedWithin: 10_000 })
  for (const { writers } of [atA!, atB!]) expect(writers[0]!.client.closes, 'sync sockets closed').toEqual([])
  expect(everybody.map(({ breaks }) => breaks)).toEqual([0, 0])
  history.expectSomethingHappened({ edits: measures * 5, faults: 3 })
  console.log(`R-7: ack p95 ${percentile(without, 0.95).toFixed(1)} ms before; ${said.join('; ')}`)

  /** Breaks Redis, works on, lets somebody come and somebody's window go meanwhile, mends it, and looks who is seen. */
  async function during(what: string, fault: () => Promise<() => Promise<void>>): Promise<void> {
    requests.take()
    const mend = await fault()
    history.fault(`Redis ${what}`)
    const late = new Present(a, story, story.expert)
    const entered = await late.enter()
    const took = percentile(await acknowledgementTimes(atA!.writers[0]!, measures), 0.95)
    atB!.writers[0]!.add()
    const leaver = new Present(b, story, story.facilitator)
    await leaver.enter()
    leaver.leave()
    await mend()
    history.heal(`Redis no longer ${what}`)
    const mended = performance.now()
    await expectSeen([...everybody, late], [story.civil, story.public, story.expert])
    const seen = performance.now() - mended
    late.leave()
    await expectSeen(everybody, [story.civil, story.public])
    const { slowest: longest, count, refused } = requests.take()
    expect(count, `requests while Redis ${what}`).toBeGreaterThan(5)
    expect(refused, 'requests without an answer, or signed out').toEqual([])
    expect(longest, `slowest request while Redis ${what}`).toBeLessThan(slowest)
    expect(entered, 'entering a room').toBeLessThan(slowest)
    expect(took, `ack p95 while Redis ${what}`).toBeLessThan(limit)
    said.push(
      `${what}: ${took.toFixed(1)} ms, slowest of ${count} requests ${Math.round(longest)} ms, seen ${Math.round(seen)} ms after`,
    )
  }
})

/** Somebody with a live socket in the room, who knows whom it shows. */
class Present {
  seats: string[] = []
  /** How often the socket broke that nobody closed. */
  breaks = 0
  readonly #socket: Socket
  readonly #roomId: string

  constructor({ url }: Target, { roomId }: Story, { cookie }: Actor) {
    this.#roomId = roomId
    this.#socket = io(url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie, origin: url } })
    this.#socket.on('people', ({ present }: { present: { seatId: string }[] }) => {
      this.seats = present.map(({ seatId }) => seatId).sort()
    })
    this.#socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') this.breaks += 1
    })
    onTestFinished(() => this.leave())
  }

  /** Answers with how long it took, in ms. */
  async enter(): Promise<number> {
    await until(() => this.#socket.connected, { what: 'the live socket is open' })
    const started = performance.now()
    const reply: unknown = await this.#socket.timeout(5_000).emitWithAck('room:enter', { roomId: this.#roomId })
    expect(reply).toMatchObject({ ok: true })
    return performance.now() - started
  }

  leave(): void {
    this.#socket.disconnect()
  }
}

async function expectSeen(people: readonly Present[], actors: readonly Actor[]): Promise<void> {
  const expected = JSON.stringify(actors.map(({ seatId }) => seatId).sort())
  const agree = () => people.every(({ seats }) => JSON.stringify(seats) === expected)
  await until(agree, { timeout: PRESENCE_MS, what: `${people.length} people see exactly these ${actors.length}` })
}

type Requests = { take(): { count: number; slowest: number; refused: string[] }; stop(): Promise<void> }

/** Asks both nodes who is signed in and what the room is, again and again. */
function askAllTheTime(nodes: readonly Target[], { roomId, facilitator }: Story): Requests {
  let stopped = false
  let seen = { count: 0, slowest: 0, refused: [] as string[] }
  const ask = async (node: Target) => {
    for (const path of ['/api/session', `/api/rooms/${roomId}`]) {
      const started = performance.now()
      const headers = { cookie: facilitator.cookie }
      const said = await fetch(node.url + path, { headers, signal: AbortSignal.timeout(10_000) }).then(
        async (reply) => ({ status: reply.status, text: await reply.text() }),
        (error: unknown) => ({ status: 0, text: String(error) }),
      )
      seen.count += 1
      seen.slowest = Math.max(seen.slowest, performance.now() - started)
      if (said.status !== 200 || said.text.includes('"me":null')) seen.refused.push(`${said.status} ${said.text}`)
    }
  }
  const asking = nodes.map(async (node) => {
    while (!stopped) {
      await ask(node)
      await wait(ASK_EVERY_MS)
    }
  })
  const stop = async () => {
    stopped = true
    await Promise.all(asking)
  }
  onTestFinished(stop)
  return {
    take() {
      const taken = seen
      seen = { count: 0, slowest: 0, refused: [] }
      return taken
    },
    stop,
  }
}

function flush({ port }: RedisServer): void {
  execFileSync('redis-cli', ['-p', String(port), 'flushall'], { stdio: 'ignore' })
}
