import { buildBoard } from '../board.ts'
import { refillLevelDb, storeBoard } from '../board-stores.ts'
import { usage } from '../cores.ts'
import type { Room } from '../rooms.ts'
import type { SubjectName } from '../subjects.ts'
import { ThinClient } from '../thin-client.ts'
import { type Scenario, withSubject } from './scenario.ts'

const PEOPLE = 100
const NOTES = 5_000
/** Other servers encode the same board in a few bytes more or less. */
const WHOLE = 0.95

const stored: { rooms: Map<SubjectName, Room>; bytes: number } = { rooms: new Map(), bytes: 0 }

/**
 * A large board: the first to open it after a restart (cold), and then a hundred who come at once (warm). Each has it
 * when the whole board's bytes have come; a server that answers with an empty document first gains nothing by it.
 */
export const joining: Scenario = {
  name: 'join',
  subjects: ['y-leveldb', 'hocuspocus', 'meydan'],
  once: ['y-leveldb'],
  prepare: async ({ stores, quick }, subjects) => {
    const board = buildBoard(quick ? NOTES / 10 : NOTES)
    stored.bytes = board.state.length
    for (const name of subjects) stored.rooms.set(name, await storeBoard(name, stores, board))
  },
  measure: async (name, setting) => {
    if (name === 'y-leveldb') await refillLevelDb(setting.stores)
    return withSubject(name, setting, async (subject) => {
      const place = subject.place(stored.rooms.get(name)!)
      const bytes = stored.bytes * WHOLE
      const comeIn = async (count: number) => {
        const used = usage(subject.cpu)
        const began = performance.now()
        const clients = Array.from({ length: count }, () => new ThinClient(name, place))
        const times = await Promise.all(clients.map((client) => client.whole(bytes)))
        const { serverCpu, generatorCpu, seconds } = used()
        const slowestMs = Math.max(...times) - began
        return { clients, figures: { slowestMs, cpuSeconds: serverCpu * seconds, generatorCpu } }
      }
      const first = await comeIn(1)
      const hundred = await comeIn(PEOPLE)
      for (const client of [...first.clients, ...hundred.clients]) client.close()
      const mebibytes = stored.bytes / 2 ** 20
      return [
        { variant: 'cold, one', figures: { ...first.figures, mebibytes } },
        { variant: `warm, ${PEOPLE} at once`, figures: { ...hundred.figures, mebibytes } },
      ]
    })
  },
}
