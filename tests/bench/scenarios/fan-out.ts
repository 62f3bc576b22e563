import { setTimeout as wait } from 'node:timers/promises'
import { usage } from '../cores.ts'
import { watchDeliveries } from '../deliveries.ts'
import { percentile } from '../figures.ts'
import { makeRoom } from '../rooms.ts'
import type { Stores, Subject } from '../subjects.ts'
import { join } from '../thin-client.ts'
import { keepWriting, Writer } from '../writer.ts'
import { type Figures, type Scenario, withSubject } from './scenario.ts'

export type FanOut = { people: number; updatesPerSecond: number; seconds: number; warmUp?: number; every?: number }
/** Called when the measured window opens and when it has closed. */
export type Around = { begin(): Promise<unknown>; end(): Promise<unknown> }

const WRITERS_MAX = 20
/** The first load begins with a cold process: compiling what it runs is over after some 20 s, with every subject. */
const loads = [
  { people: 10, updatesPerSecond: 40, warmUp: 20 },
  { people: 50, updatesPerSecond: 200, warmUp: 5 },
  { people: 300, updatesPerSecond: 100, warmUp: 5 },
]

/** Everyone in one room; some write, all read. */
export const fanOut: Scenario = {
  name: 'fan-out',
  subjects: ['relay', 'y-websocket', 'y-socket.io', 'hocuspocus', 'meydan'],
  once: ['y-websocket', 'y-socket.io'],
  measure: (name, setting) =>
    withSubject(name, setting, async (subject) => {
      const measured = []
      for (const load of loads) {
        const seconds = setting.quick ? 2 : 8
        const figures = await measureFanOut(subject, setting.stores, {
          ...load,
          seconds,
          ...(setting.quick && { warmUp: 2 }),
        })
        measured.push({ variant: `${load.people} people, ${load.updatesPerSecond} updates/s`, figures })
      }
      return measured
    }),
}

/**
 * CPU seconds of the server per million deliveries, the delay from a writer's send to a reader's receipt (ms, commit
 * included where there is one), and the share of what was written that arrived.
 */
export async function measureFanOut(
  subject: Subject,
  stores: Stores,
  { people, updatesPerSecond, seconds, warmUp = 2, every = people > 100 ? 5 : 1 }: FanOut,
  around?: Around,
): Promise<Figures> {
  const place = subject.place(await makeRoom(subject.name, stores.databaseUrl))
  const clients = await join(subject.name, place, people)
  const writers = clients.slice(0, Math.min(WRITERS_MAX, people)).map((client) => new Writer(client))
  const window = watchDeliveries(clients, writers, { every })
  const stop = keepWriting(writers, updatesPerSecond)
  await wait(warmUp * 1_000)
  await around?.begin()
  const used = usage(subject.cpu)
  window.open = true
  await wait(seconds * 1_000)
  window.open = false
  const { serverCpu, generatorCpu, seconds: elapsed } = used()
  await around?.end()
  stop()
  for (const client of clients) client.close()
  return {
    cpuPerMillion: ((serverCpu * elapsed) / window.count) * 1e6,
    serverCpu,
    generatorCpu,
    delivered: window.count / (updatesPerSecond * (people - 1) * elapsed),
    p50: percentile(window.delays, 0.5),
    p99: percentile(window.delays, 0.99),
  }
}
