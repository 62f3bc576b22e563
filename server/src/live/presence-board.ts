import type { PresentSeat } from '@meydan/shared/contracts/events'
import type { Relay } from '../sync/relay.ts'
import type { PresenceBook } from './presence.ts'
import { type LiveServer, roomChannel } from './publish.ts'

const LOOK_EVERY_MS = 2_000
const GATHER_MS = 50
const CHANNEL = 'presence'

export type PresenceBoardDeps = {
  presence: PresenceBook
  relay: Relay
  log: { warn: (details: object, text: string) => void }
}

/** Keeps the rooms that have sockets here told of who is present anywhere. */
export class PresenceBoard {
  readonly #io: LiveServer
  readonly #deps: PresenceBoardDeps
  /** Room → what its sockets here were last told. */
  readonly #told = new Map<string, string>()
  readonly #local = new Map<string, Set<string>>()
  readonly #gathering = new Set<string>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void

  constructor(io: LiveServer, deps: PresenceBoardDeps) {
    this.#io = io
    this.#deps = deps
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
    this.#unsubscribe = deps.relay.subscribe(CHANNEL, (message) => this.#soon(Buffer.from(message).toString()))
  }

  async enter(roomId: string, socketId: string, seatId: string): Promise<PresentSeat[]> {
    const sockets = this.#local.get(roomId) ?? new Set()
    this.#local.set(roomId, sockets.add(socketId))
    await this.#deps.presence.enter(roomId, socketId, seatId)
    this.#changed(roomId)
    return this.#deps.presence.list(roomId)
  }

  leave(roomId: string, socketId: string): void {
    const sockets = this.#local.get(roomId)
    sockets?.delete(socketId)
    if (sockets?.size === 0) {
      this.#local.delete(roomId)
      this.#told.delete(roomId)
    }
    void this.#deps.presence.leave(roomId, socketId).then(() => this.#changed(roomId))
  }

  close(): void {
    clearInterval(this.#timer)
    this.#unsubscribe()
  }

  #changed(roomId: string): void {
    this.#soon(roomId)
    this.#deps.relay.publish(CHANNEL, Buffer.from(roomId))
  }

  /** Many arrive at once at ten o'clock: tell the room once per moment. */
  #soon(roomId: string): void {
    if (!this.#local.has(roomId) || this.#gathering.has(roomId)) return
    this.#gathering.add(roomId)
    setTimeout(() => {
      this.#gathering.delete(roomId)
      void this.#tell(roomId)
    }, GATHER_MS)
  }

  async #tell(roomId: string): Promise<void> {
    if (!this.#local.has(roomId)) return
    const present = await this.#deps.presence.list(roomId)
    const text = JSON.stringify(present)
    if (this.#told.get(roomId) === text) return
    this.#told.set(roomId, text)
    this.#io.local.to(roomChannel(roomId)).emit('people', { roomId, present })
  }

  async #look(): Promise<void> {
    try {
      await this.#deps.presence.refresh()
      await Promise.all([...this.#local.keys()].map((roomId) => this.#tell(roomId)))
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'presence could not be renewed')
    }
  }
}
