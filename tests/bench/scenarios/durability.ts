import { setTimeout as wait } from 'node:timers/promises'
import * as Y from 'yjs'
import { randomFrom } from '../../support/seed.ts'
import { makeRoom } from '../rooms.ts'
import type { Place, Subject, SubjectName } from '../subjects.ts'
import { join, ThinClient } from '../thin-client.ts'
import { keepWriting, Writer } from '../writer.ts'
import type { Scenario } from './scenario.ts'

const PEOPLE = 10
const UPDATES_PER_SECOND = 100
const KILLS = 2
/** After a restart the document may come in pieces, or first empty and then whole. */
const READ_MS = 1_500

/**
 * SIGKILL every 2 to 5 s while ten people write; at that moment every page closes, so that no browser brings anything
 * back. Lost is what the server had told its writer it had, by its own word for it (ours: ACK; Hocuspocus: sync
 * status; y-websocket and y-socket.io: the update's echo), and what is not in the document a newcomer is given.
 */
export const durability: Scenario = {
  name: 'durability',
  subjects: ['y-websocket', 'y-leveldb', 'y-socket.io', 'hocuspocus', 'meydan'],
  once: ['y-websocket', 'y-leveldb', 'y-socket.io'],
  repetitions: 5,
  measure: async (name, setting) => {
    const seed = setting.repetition + 1
    const random = randomFrom(seed)
    const room = await makeRoom(name, setting.stores.databaseUrl)
    const told: Told[] = []
    const lostByKill: number[] = []
    const kills = setting.quick ? 1 : KILLS
    let subject: Subject = await setting.start(name)
    for (let kill = 0; kill < kills; kill++) {
      const clients = await join(name, subject.place(room), PEOPLE)
      const writers = clients.map((client) => follow(name, client))
      const stop = keepWriting(
        writers.map(({ writer }) => writer),
        UPDATES_PER_SECOND,
      )
      await wait((2 + 3 * random.next()) * 1_000)
      await subject.kill()
      stop()
      for (const client of clients) client.close()
      told.push(...writers.map(({ told: taken }) => taken))
      subject = await setting.start(name)
      const lost = await lostOf(told, name, subject.place(room))
      lostByKill.push(lost - lostByKill.reduce((sum, count) => sum + count, 0))
    }
    await subject.stop()
    const figures = {
      seed,
      kills,
      acknowledged: told.reduce((sum, { clock }) => sum + clock, 0),
      lost: lostByKill.reduce((sum, count) => sum + count, 0),
      mostByOneKill: Math.max(...lostByKill),
    }
    return [{ variant: `${PEOPLE} writers, ${UPDATES_PER_SECOND} updates/s`, figures }]
  },
}

/** How far the server has said it has this writer's edits, as a clock of its client id. */
type Told = { clientId: number; clock: number }

function follow(name: SubjectName, client: ThinClient): { writer: Writer; told: Told } {
  const told = { clientId: 0, clock: 0 }
  const writer = new Writer(client)
  told.clientId = writer.clientId
  const learn = (count: number) => {
    const known = writer.frames.findLast(({ frame }) => frame <= count)
    told.clock = Math.max(told.clock, known?.clock ?? 0)
  }
  client.onTaken = learn
  const echoes = name !== 'meydan' && name !== 'hocuspocus'
  client.onUpdate = (update) => {
    if (echoes) told.clock = Math.max(told.clock, Y.parseUpdateMeta(update).to.get(writer.clientId) ?? 0)
  }
  client.onLost = () => {}
  return { writer, told }
}

async function lostOf(told: readonly Told[], name: SubjectName, place: Place): Promise<number> {
  const client = new ThinClient(name, place)
  const kept = new Map<number, number>()
  const read = (update: Uint8Array) => {
    for (const [id, end] of Y.parseUpdateMeta(update).to) kept.set(id, Math.max(end, kept.get(id) ?? 0))
  }
  client.onUpdate = read
  read(await client.joined)
  await wait(READ_MS)
  client.close()
  return told.reduce((sum, { clientId, clock }) => sum + Math.max(0, clock - (kept.get(clientId) ?? 0)), 0)
}
