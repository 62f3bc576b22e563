import type { Redis } from 'ioredis'

const AT_ONCE = 500

export type ReceiverDeps = {
  connection: Redis
  /** Whether it speaks to one master of a cluster, where each channel lives in a slot. */
  sharded: boolean
  onMessage: (channel: string, message: Buffer) => void
  onError: (error: Error) => void
}

/**
 * One subscribing connection. It remembers its channels itself: Redis forgets them with the connection, and ioredis
 * asks for all of them in one command, which a cluster refuses.
 */
export class Receiver {
  readonly #connection: Redis
  readonly #sharded: boolean
  readonly #onError: (error: Error) => void
  readonly #wanted = new Set<string>()
  readonly #confirmed = new Set<string>()

  constructor({ connection, sharded, onMessage, onError }: ReceiverDeps) {
    this.#connection = connection
    this.#sharded = sharded
    this.#onError = onError
    connection.on('ready', () => this.#subscribe([...this.#wanted]))
    connection.on('close', () => this.#confirmed.clear())
    const event = sharded ? 'smessageBuffer' : 'messageBuffer'
    connection.on(event, (channel: Buffer, message: Buffer) => onMessage(channel.toString(), message))
  }

  add(channel: string): void {
    this.#wanted.add(channel)
    this.#subscribe([channel])
  }

  remove(channel: string): void {
    this.#wanted.delete(channel)
    this.#confirmed.delete(channel)
    if (this.#connection.status !== 'ready') return
    const gone = this.#sharded ? this.#connection.sunsubscribe(channel) : this.#connection.unsubscribe(channel)
    gone.catch(this.#onError)
  }

  /** Called every few seconds: asks for what was refused, and whether anybody is there at all. */
  beat(): void {
    if (this.#connection.status !== 'ready') return
    this.#subscribe([...this.#wanted].filter((channel) => !this.#confirmed.has(channel)))
    // A server that is gone without a word says nothing, and nothing is what a quiet channel says too.
    this.#connection.ping().catch(this.#onError)
  }

  /** Redis may have dropped any of them: they are asked for anew at the next beat. */
  doubt(): void {
    this.#confirmed.clear()
  }

  close(): void {
    this.#connection.disconnect()
  }

  #subscribe(channels: readonly string[]): void {
    if (this.#connection.status !== 'ready') return
    const size = this.#sharded ? 1 : AT_ONCE
    for (let from = 0; from < channels.length; from += size) this.#ask(channels.slice(from, from + size))
  }

  #ask(channels: string[]): void {
    const asked = this.#sharded ? this.#connection.ssubscribe(...channels) : this.#connection.subscribe(...channels)
    asked.then(() => {
      for (const channel of channels) if (this.#wanted.has(channel)) this.#confirmed.add(channel)
    }, this.#onError)
  }
}
