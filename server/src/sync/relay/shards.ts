import { type Cluster, Command } from 'ioredis'
import type { Receiver } from './receiver.ts'

export type ShardsDeps = {
  cluster: Cluster
  receiverAt: (address: { host: string; port: number }, onMoved: () => void) => Receiver
  onError: (error: Error) => void
}

type Range = { from: number; to: number; host: string; port: number }

/** A slot that moved is found at once by its refusal, otherwise by this look. */
const LOOK_EVERY_MS = 5_000
const LOOK_AGAIN_MS = 100

/**
 * Sharded subscriptions: a connection per master, each channel where its slot lives, followed when the slot moves.
 * ioredis has a group of its own for this (`shardedSubscribers`). It throws while a slot has no master, keeps a channel
 * once more for each time it is asked again, and doesn't tell whether a channel is heard.
 */
export class Shards {
  readonly #deps: ShardsDeps
  readonly #receivers = new Map<string, Receiver>()
  /** Channel → the address of the master that was asked for it; empty while its slot has none. */
  readonly #homes = new Map<string, string>()
  readonly #timer: NodeJS.Timeout
  #ranges: Range[] = []
  #looking = false
  #soon: NodeJS.Timeout | undefined

  constructor(deps: ShardsDeps) {
    this.#deps = deps
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
    deps.cluster.on('ready', () => void this.#look())
    void this.#look()
  }

  add(channel: string): void {
    this.#homes.set(channel, '')
    this.#settle(channel)
  }

  remove(channel: string): void {
    this.#receivers.get(this.#homes.get(channel) ?? '')?.remove(channel)
    this.#homes.delete(channel)
  }

  beat(): void {
    for (const receiver of this.#receivers.values()) receiver.beat()
  }

  close(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#soon)
    for (const receiver of this.#receivers.values()) receiver.close()
  }

  /** Asks who has which slots, and moves what lives elsewhere now. */
  async #look(): Promise<void> {
    if (this.#looking || this.#deps.cluster.status !== 'ready') return
    this.#looking = true
    try {
      const slots = await this.#deps.cluster.cluster('SLOTS')
      // A master that doesn't know its own address yet gives none.
      const ranges = slots.flatMap(([from, to, [host, port] = ['', 0]]) => (host ? [{ from, to, host, port }] : []))
      if (JSON.stringify(ranges) === JSON.stringify(this.#ranges)) return
      this.#ranges = ranges
      const addresses = new Set(this.#ranges.map(addressOf))
      for (const [address, receiver] of this.#receivers) {
        if (addresses.has(address)) continue
        receiver.close()
        this.#receivers.delete(address)
      }
      for (const channel of this.#homes.keys()) this.#settle(channel)
    } catch (error) {
      this.#deps.onError(error as Error)
    } finally {
      this.#looking = false
    }
  }

  #settle(channel: string): void {
    const slot = slotOf(channel)
    const range = this.#ranges.find(({ from, to }) => slot >= from && slot <= to)
    const home = range ? addressOf(range) : ''
    const before = this.#homes.get(channel)
    if (before === home) return
    if (before) this.#receivers.get(before)?.remove(channel)
    this.#homes.set(channel, home)
    if (range) this.#receiverOf(range).add(channel)
  }

  #receiverOf(range: Range): Receiver {
    const address = addressOf(range)
    const known = this.#receivers.get(address)
    if (known) return known
    const receiver = this.#deps.receiverAt({ host: range.host, port: range.port }, () => {
      receiver.doubt()
      this.#moved()
    })
    this.#receivers.set(address, receiver)
    return receiver
  }

  /** A master said of some channel that it isn't the one any more; it doesn't say of which. */
  #moved(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      void this.#look()
    }, LOOK_AGAIN_MS)
  }
}

function addressOf({ host, port }: Range): string {
  return `${host}:${port}`
}

function slotOf(channel: string): number {
  return new Command('spublish', [channel, '']).getSlot() ?? 0
}
