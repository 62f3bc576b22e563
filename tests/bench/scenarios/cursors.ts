import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { setTimeout as wait } from 'node:timers/promises'
import { usage } from '../cores.ts'
import { percentile } from '../figures.ts'
import { makeRoom } from '../rooms.ts'
import { join, type ThinClient } from '../thin-client.ts'
import { type Scenario, withSubject } from './scenario.ts'

const PEOPLE = 80
const PER_SECOND = 20
const WARM_UP_MS = 1_500
/** Positions that are on their way when the window closes have this long to arrive. */
const LATE_MS = 1_000
/** Every how manyth person is looked at as a reader: taking apart all frames would measure the generator. */
const SAMPLED = 8

/**
 * Everyone moves their pointer at 20 Hz. A position counts as delivered when it, or a newer one of the same person,
 * arrives: nobody sees a pointer where it was. Its delay runs from its own sending.
 */
export const cursors: Scenario = {
  name: 'cursors',
  subjects: ['relay', 'y-websocket', 'y-socket.io', 'hocuspocus', 'meydan'],
  once: ['y-websocket', 'y-socket.io'],
  measure: (name, setting) =>
    withSubject(name, setting, async (subject) => {
      const place = subject.place(await makeRoom(name, setting.stores.databaseUrl))
      const people = (await join(name, place, PEOPLE)).map((client, index) => new Pointer(client, index))
      const byId = new Map(people.map((person) => [person.id, person]))
      const window = { arrived: 0, delays: [] as number[], from: 0, to: Number.POSITIVE_INFINITY }
      const looked = people.filter((_, index) => index % SAMPLED === 0)
      for (const reader of looked) watchPointers(reader, byId, window)
      const stop = keepMoving(people)
      await wait(WARM_UP_MS)
      const used = usage(subject.cpu)
      window.from = performance.now()
      await wait(setting.quick ? 2_000 : 5_000)
      window.to = performance.now()
      const { serverCpu, generatorCpu } = used()
      await wait(LATE_MS)
      stop()
      for (const { client } of people) client.close()
      const sent = people.map(({ sentAt }) => sentAt.filter((at) => at >= window.from && at < window.to).length)
      const expected = sent.reduce((sum, count) => sum + count, 0) * looked.length
      const own = looked.reduce((sum, reader) => sum + sent[people.indexOf(reader)]!, 0)
      const figures = {
        serverCpu,
        generatorCpu,
        delivered: window.arrived / (expected - own),
        p50: percentile(window.delays, 0.5),
        p99: percentile(window.delays, 0.99),
      }
      return [{ variant: `${PEOPLE} people at ${PER_SECOND} Hz`, figures }]
    }),
}

/** Somebody whose pointer moves. */
export class Pointer {
  readonly id: number
  readonly client: ThinClient
  /** When each position was sent, by its clock. */
  readonly sentAt: number[] = []

  constructor(client: ThinClient, index: number) {
    this.client = client
    this.id = 1_000_000 + index
  }

  move(): void {
    const clock = this.sentAt.push(performance.now())
    const cursor = { x: 100 + (clock % 900), y: 100 + ((clock * 7) % 600) }
    const state = JSON.stringify({ cursor, selection: [], editing: null, drag: null, user: { name: `P${this.id}` } })
    const update = encoding.encode((encoder) => {
      for (const number of [1, this.id, clock]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, state)
    })
    this.client.awareness(update)
  }
}

type Window = { arrived: number; delays: number[]; from: number; to: number }

function watchPointers(reader: Pointer, byId: ReadonlyMap<number, Pointer>, window: Window): void {
  const seen = new Map<number, number>()
  reader.client.onAwareness = (update) => {
    const now = performance.now()
    for (const [id, clock] of clocksIn(update)) {
      const person = byId.get(id)
      if (!person || person === reader) continue
      for (let known = seen.get(id) ?? 0; known < clock; known++) {
        const sentAt = person.sentAt[known]!
        if (sentAt < window.from || sentAt >= window.to || window.from === 0) continue
        window.arrived += 1
        window.delays.push(now - sentAt)
      }
      seen.set(id, Math.max(clock, seen.get(id) ?? 0))
    }
  }
}

function clocksIn(update: Uint8Array): [number, number][] {
  const decoder = decoding.createDecoder(update)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const entry: [number, number] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
    const length = decoding.readVarUint(decoder)
    decoder.pos += length
    return entry
  })
}

/** People don't move in step: each has a place of their own within the 50 ms. */
function keepMoving(people: readonly Pointer[]): () => void {
  const started = performance.now()
  let moved = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1_000) * PER_SECOND * people.length
    for (; moved < due; moved++) people[moved % people.length]!.move()
  }, 2)
  return () => clearInterval(timer)
}
