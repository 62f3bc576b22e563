import { setTimeout as wait } from 'node:timers/promises'
import { usage } from '../cores.ts'
import { makeRooms } from '../rooms.ts'
import { joinAll } from '../thin-client.ts'
import { type Scenario, withSubject } from './scenario.ts'

const CONNECTIONS = 5_000
const ROOMS = 100
/** At least one heartbeat of ours (15 s) falls into the window; Hocuspocus and y-websocket have one every 30 s. */
const WINDOW_MS = 16_000
const KIB = 1024

/** Thousands of open pages in which nothing happens: what each holds, and what all of them cost. */
export const idle: Scenario = {
  name: 'idle',
  subjects: ['y-websocket', 'y-socket.io', 'hocuspocus', 'meydan'],
  once: ['y-websocket', 'y-socket.io'],
  measure: (name, setting) =>
    withSubject(name, setting, async (subject) => {
      const count = setting.quick ? CONNECTIONS / 10 : CONNECTIONS
      const rooms = await makeRooms(name, setting.stores.databaseUrl, ROOMS)
      const inspector = await subject.inspect()
      const empty = { ...(await inspector.settledHeap()), rss: subject.memory() }
      const places = Array.from({ length: count }, (_, index) => subject.place(rooms[index % ROOMS]!))
      const clients = await joinAll(name, places)
      await wait(2_000)
      const full = { ...(await inspector.settledHeap()), rss: subject.memory() }
      inspector.close()
      const used = usage(subject.cpu)
      await wait(setting.quick ? 3_000 : WINDOW_MS)
      const { serverCpu, generatorCpu } = used()
      for (const client of clients) client.close()
      const figures = {
        rssPerConnectionKib: (full.rss - empty.rss) / count / KIB,
        heapPerConnectionKib: (full.heap + full.external - empty.heap - empty.external) / count / KIB,
        serverCpu,
        generatorCpu,
      }
      return [{ variant: `${count} connections`, figures }]
    }),
}
