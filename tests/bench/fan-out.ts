import { setTimeout as wait } from 'node:timers/promises'
import * as Y from 'yjs'
import { cpuSeconds, type Subject } from './subjects.ts'
import { ThinClient, Writer } from './thin-client.ts'

export type FanOut = { people: number; updatesPerSecond: number; seconds: number }

const WRITERS_MAX = 20
const WARM_UP_MS = 2_000

/**
 * Everyone in one room; some write. What counts is what arrives: letters delivered, by clock range, so that merged
 * frames are neither lost nor counted twice. Returns CPU seconds of the server per million deliveries and the delay
 * from a writer's send to a reader's receipt, ms.
 */
export async function measureFanOut(subject: Subject, { people, updatesPerSecond, seconds }: FanOut) {
  const place = await subject.room()
  const clients: ThinClient[] = []
  for (let count = 0; count < people; count++) {
    const client = new ThinClient(subject.name, place)
    clients.push(client)
    await client.joined
  }
  const writers = clients.slice(0, Math.min(WRITERS_MAX, people)).map((client) => new Writer(client))
  const byId = new Map(writers.map((writer) => [writer.clientId, writer]))
  const window = { open: false, deliveries: 0, delays: [] as number[] }
  clients.forEach((client, index) => {
    const own = writers[index]?.clientId
    const seen = new Map<number, number>()
    client.onUpdate = (update) => {
      const now = performance.now()
      for (const [id, end] of Y.parseUpdateMeta(update).to) {
        const writer = byId.get(id)
        if (!writer || id === own) continue
        const from = seen.get(id) ?? 0
        for (let clock = from; window.open && clock < end; clock++) {
          window.deliveries += 1
          if (index % 5 === 0) window.delays.push(now - writer.sentAt[clock]!)
        }
        seen.set(id, Math.max(from, end))
      }
    }
  })
  const stop = keepWriting(writers, updatesPerSecond)
  await wait(WARM_UP_MS)
  const before = { server: subject.cpu(), generator: cpuSeconds(process.pid), at: performance.now() }
  window.open = true
  await wait(seconds * 1_000)
  window.open = false
  const elapsed = (performance.now() - before.at) / 1_000
  const cpu = subject.cpu() - before.server
  const generator = (cpuSeconds(process.pid) - before.generator) / elapsed
  stop()
  for (const client of clients) client.close()
  const delays = window.delays.sort((a, b) => a - b)
  const expected = updatesPerSecond * (people - 1) * elapsed
  return {
    cpuPerMillion: (cpu / window.deliveries) * 1e6,
    serverCpu: cpu / elapsed,
    generatorCpu: generator,
    delivered: window.deliveries / expected,
    p50: delays[Math.floor(delays.length * 0.5)] ?? Number.NaN,
    p99: delays[Math.floor(delays.length * 0.99)] ?? Number.NaN,
  }
}

function keepWriting(writers: Writer[], perSecond: number): () => void {
  const started = performance.now()
  let written = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1_000) * perSecond
    for (; written < due; written++) writers[written % writers.length]!.write()
  }, 2)
  return () => clearInterval(timer)
}
