import { setTimeout as wait } from 'node:timers/promises'
import { usage } from '../cores.ts'
import { makeRooms } from '../rooms.ts'
import { joinAll, type ThinClient } from '../thin-client.ts'
import { Writer } from '../writer.ts'
import { type Scenario, withSubject } from './scenario.ts'

const ROOMS = 1_500
const PEOPLE = 3
const EDITS = 5
/** Long enough for delayed stores (Hocuspocus: 2 s, at most 10 s) to be over. */
const SETTLE_MS = 12_000
const KIB = 1024
const MIB = KIB ** 2

/**
 * Many small rooms in which somebody wrote and nobody does now. Heap is what is in use after collections forced through
 * the inspector, less what the same process used before anybody came; the sockets of the three people are in it.
 */
export const manyRooms: Scenario = {
  name: 'rooms',
  subjects: ['y-websocket', 'hocuspocus', 'meydan'],
  once: ['y-websocket'],
  measure: (name, setting) =>
    withSubject(name, setting, async (subject) => {
      const count = setting.quick ? ROOMS / 10 : ROOMS
      const rooms = await makeRooms(name, setting.stores.databaseUrl, count)
      const inspector = await subject.inspect()
      const empty = { ...(await inspector.settledHeap()), rss: subject.memory() }
      const places = rooms.map((room) => subject.place(room))
      const clients: ThinClient[] = []
      for (let person = 0; person < PEOPLE; person++) clients.push(...(await joinAll(name, places)))
      const used = usage(subject.cpu)
      await writeALittle(clients.slice(0, count))
      await wait(setting.quick ? 3_000 : SETTLE_MS)
      const { serverCpu, seconds, generatorCpu } = used()
      const full = { ...(await inspector.settledHeap()), rss: subject.memory() }
      inspector.close()
      for (const client of clients) client.close()
      const figures = {
        heapPerRoomKib: (full.heap + full.external - empty.heap - empty.external) / count / KIB,
        rssMib: full.rss / MIB,
        rssEmptyMib: empty.rss / MIB,
        cpuSeconds: serverCpu * seconds,
        generatorCpu,
      }
      return [{ variant: `${count} rooms of ${PEOPLE}`, figures }]
    }),
}

/** One of each room writes a few letters, one room after the other. */
async function writeALittle(clients: readonly ThinClient[]): Promise<void> {
  const writers: Writer[] = []
  for (const [index, client] of clients.entries()) {
    writers.push(new Writer(client))
    if (index % 50 === 0) await wait(10)
  }
  for (let edit = 1; edit < EDITS; edit++) {
    for (const [index, writer] of writers.entries()) {
      writer.write()
      if (index % 50 === 0) await wait(10)
    }
  }
}
