import type { PresentSeat } from '@meydan/shared/contracts/events'
import type { Relay } from '../sync/relay/relay.ts'
import type { PresenceBook } from './presence.ts'
import { type LiveServer, roomChannel } from './publish.ts'

const LOOK_EVERY_MS = 2_000
const GATHER_MS = 50
const SOMEBODY_MOVED = new Uint8Array()

function channelOf(roomId: string): string {
  return `presence:${roomId}`
}

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
  /** Room → its sockets here with their seats, and how to stop hearing what other nodes say of it. */
  readonly #local = new Map<string, { sockets: Map<string, string>; unsubscribe: () => void }>()
  readonly #gathering = new Set<string>()
  readonly #timer: NodeJS.Timeout

  constructor(io: LiveServer, deps: PresenceBoardDeps) {
    this.#io = io
    this.#deps = deps
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  async enter(roomId: string, socketId: string, seatId: string): Promise<PresentSeat[]> {
    const known = this.#local.get(roomId)
    // A channel per room: with one for all, every node would hear of every arrival anywhere.
    if (known) known.sockets.set(socketId, seatId)
    else {
      const unsubscribe = this.#deps.relay.subscribe(channelOf(roomId), () => this.#soon(roomId))
      this.#local.set(roomId, { sockets: new Map([[socketId, seatId]]), unsubscribe })
    }
    await this.#deps.presence.enter(roomId, socketId, seatId)
    this.#changed(roomId)
    return this.#deps.presence.list(roomId)
  }

  leave(roomId: string, socketId: string): void {
    const known = this.#local.get(roomId)
    known?.sockets.delete(socketId)
    if (known?.sockets.size === 0) {
      known.unsubscribe()
      this.#local.delete(roomId)
      this.#told.delete(roomId)
    }
    void this.#deps.presence.leave(roomId, socketId).then(() => this.#changed(roomId))
  }

  /** Room → the seats that have a socket on this node, whatever others say. */
  seatsHere(): Map<string, Set<string>> {
    return new Map([...this.#local].map(([roomId, { sockets }]) => [roomId, new Set(sockets.values())]))
  }

  /** Ids of the sockets with which a seat is in a room on this node. */
  socketsOf(roomId: string, seatId: string): string[] {
    return [...(this.#local.get(roomId)?.sockets ?? [])].flatMap(([id, seat]) => (seat === seatId ? [id] : []))
  }

  close(): void {
    clearInterval(this.#timer)
    for (const { unsubscribe } of this.#local.values()) unsubscribe()
  }

  #changed(roomId: string): void {
    this.#soon(roomId)
    this.#deps.relay.publish(channelOf(roomId), SOMEBODY_MOVED)
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
