import * as Y from 'yjs'
import type { ThinClient } from './thin-client.ts'
import type { Writer } from './writer.ts'

export type Deliveries = { open: boolean; count: number; delays: number[] }

/**
 * Counts letters that reach others while the window is open, by clock range, so that merged frames are neither lost
 * nor counted twice; and how long each was under way, ms. Only every `every`th reader is looked at, and counts for as
 * many: taking every frame apart would measure the generator.
 */
export function watchDeliveries(
  clients: readonly ThinClient[],
  writers: readonly Writer[],
  { every = 1 }: { every?: number } = {},
): Deliveries {
  const byId = new Map(writers.map((writer) => [writer.clientId, writer]))
  const window: Deliveries = { open: false, count: 0, delays: [] }
  // From the last reader on, so that a sample is of people who only read.
  const readers = clients.map((client, index) => ({ client, own: writers[index]?.clientId })).toReversed()
  const looked = readers.filter((_, index) => index % every === 0)
  const pairs = clients.length * writers.length - writers.length
  const lookedPairs = looked.length * writers.length - looked.filter(({ own }) => own !== undefined).length
  const weight = pairs / lookedPairs
  for (const { client, own } of looked) {
    const seen = new Map<number, number>()
    client.onUpdate = (update) => {
      const now = performance.now()
      for (const [id, end] of Y.parseUpdateMeta(update).to) {
        const writer = byId.get(id)
        if (!writer || id === own) continue
        const from = seen.get(id) ?? 0
        for (let clock = from; window.open && clock < end; clock++) {
          window.count += weight
          window.delays.push(now - writer.sentAt[clock]!)
        }
        seen.set(id, Math.max(from, end))
      }
    }
  }
  return window
}
