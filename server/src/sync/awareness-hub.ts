import { AWARENESS_MAX_BYTES, PresenceClaim, PresenceState, type PresenceUser } from '@meydan/shared/documents/presence'
import { type AwarenessEntry, awarenessFrame, readAwareness } from './wire.ts'

const TICK_MS = 33
/** y-protocols renews a state every 15 s and forgets one after 30 s. */
const FORGET_MS = 35_000
/** y-websocket sends back what it hears about others; a frame of a full room is looked at no further than this. */
const ENTRIES_LOOKED_AT = 256

type Held = { entry: AwarenessEntry; owner: string | null; seat: string; heardAt: number }

export type AwarenessSpeaker = { id: string; user: PresenceUser }

/**
 * Who is where in one document. Each connection speaks for exactly one awareness id, first come; entries for other
 * ids, which honest clients echo, are dropped. The server writes who somebody is over what they claim. The newest
 * state per client goes out once per tick, as one frame for the whole room.
 */
export class AwarenessHub {
  readonly #held = new Map<number, Held>()
  readonly #idOf = new Map<string, number>()
  #pending = new Set<number>()
  readonly #outbound = new Set<number>()
  #timer: NodeJS.Timeout | undefined
  #closed = false
  readonly #toRoom: (frame: Uint8Array) => void
  readonly #toNodes: (frame: Uint8Array) => void

  constructor(toRoom: (frame: Uint8Array) => void, toNodes: (frame: Uint8Array) => void) {
    this.#toRoom = toRoom
    this.#toNodes = toNodes
  }

  /** Takes a client's awareness message; throws MalformedFrame. */
  receive(speaker: AwarenessSpeaker, bytes: Uint8Array): void {
    for (const entry of readAwareness(bytes, ENTRIES_LOOKED_AT)) {
      if (!this.#mayClaim(speaker, entry)) continue
      const state = entry.state === null ? null : rewritten(entry.state, speaker.user)
      if (state === undefined) continue
      this.#idOf.set(speaker.id, entry.clientId)
      this.#held.set(entry.clientId, {
        entry: { ...entry, state },
        owner: speaker.id,
        seat: speaker.user.seat,
        heardAt: Date.now(),
      })
      this.#announce(entry.clientId)
    }
  }

  /** Takes what another node sent: already rewritten there. */
  receiveFromNode(bytes: Uint8Array): void {
    for (const entry of readAwareness(bytes, ENTRIES_LOOKED_AT)) {
      const known = this.#held.get(entry.clientId)
      if (known?.owner) continue
      this.#held.set(entry.clientId, { entry, owner: null, seat: seatIn(entry.state), heardAt: Date.now() })
      this.#announce(entry.clientId, false)
    }
  }

  leave(speakerId: string): void {
    const clientId = this.#idOf.get(speakerId)
    this.#idOf.delete(speakerId)
    if (clientId === undefined) return
    const held = this.#held.get(clientId)
    // Somebody who came back on a new connection holds the id now: the late close of the old one changes nothing.
    if (!held || held.owner !== speakerId) return
    held.entry = { ...held.entry, clock: held.entry.clock + 1, state: null }
    this.#announce(clientId)
  }

  /** One frame with everybody who is here, null when nobody is. */
  everyone(): Uint8Array | null {
    const entries = [...this.#held.values()].map(({ entry }) => entry).filter(({ state }) => state !== null)
    return entries.length > 0 ? awarenessFrame(entries) : null
  }

  /** Forgets people of nodes that went silent. */
  sweep(now: number): void {
    for (const [clientId, held] of this.#held) {
      if (held.owner !== null || now - held.heardAt < FORGET_MS) continue
      held.entry = { ...held.entry, clock: held.entry.clock + 1, state: null }
      this.#announce(clientId, false)
    }
  }

  /** Says the last there is to say; what comes afterwards is not heard. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#pending.size > 0) this.#flush()
    this.#closed = true
  }

  #mayClaim(speaker: AwarenessSpeaker, entry: AwarenessEntry): boolean {
    if (!Number.isSafeInteger(entry.clock) || entry.clock >= Number.MAX_SAFE_INTEGER) return false
    const own = this.#idOf.get(speaker.id)
    if (own !== undefined && own !== entry.clientId) return false
    const held = this.#held.get(entry.clientId)
    if (!held || held.owner === speaker.id) return true
    return held.seat === speaker.user.seat
  }

  #announce(clientId: number, toNodes = true): void {
    if (this.#closed) return
    this.#pending.add(clientId)
    if (toNodes) this.#outbound.add(clientId)
    this.#timer ??= setTimeout(() => this.#flush(), TICK_MS)
  }

  #flush(): void {
    this.#timer = undefined
    const entriesOf = (ids: Iterable<number>) => [...ids].flatMap((id) => this.#held.get(id)?.entry ?? [])
    this.#toRoom(awarenessFrame(entriesOf(this.#pending)))
    if (this.#outbound.size > 0) this.#toNodes(awarenessFrame(entriesOf(this.#outbound)))
    for (const id of this.#pending) if (this.#held.get(id)?.entry.state === null) this.#held.delete(id)
    this.#pending = new Set()
    this.#outbound.clear()
  }
}

/** Whose state another node sent: it wrote the seat itself. */
function seatIn(state: string | null): string {
  if (state === null) return ''
  const parsed = PresenceState.safeParse(JSON.parse(state))
  return parsed.success ? parsed.data.user.seat : ''
}

/** The claim as JSON with the server's word on who it is; undefined where it is too large or no JSON object. */
function rewritten(state: string, user: PresenceUser): string | undefined {
  if (state.length > AWARENESS_MAX_BYTES) return undefined
  try {
    const claim = PresenceClaim.safeParse(JSON.parse(state))
    return claim.success ? JSON.stringify({ ...claim.data, user }) : undefined
  } catch {
    return undefined
  }
}
