import type { Peer } from './peer.ts'
import { ackFrame } from './wire.ts'

type Count = {
  received: number
  acked: number
  /** Something before these frames is missing: nothing counts as durable until a sync step 2 has brought it. */
  awaitsAnswer: boolean
  /** When a step 2 was last asked for that hasn't come; null when none is under way. */
  askedAt: number | null
  gaps: number
  gapsSince: number
}

const GAPS_MAX = 20
const GAPS_WITHIN_MS = 60_000
const ASK_AGAIN_MS = 5_000

/** Each connection's durable frames: how many came, and up to which one everything is committed. */
export class Acknowledgements {
  readonly #counts = new Map<Peer, Count>()

  /** A newcomer is asked for what they have at once. */
  join(peer: Peer, now: number): void {
    this.#counts.set(peer, { received: 0, acked: 0, awaitsAnswer: false, askedAt: now, gaps: 0, gapsSince: now })
  }

  leave(peer: Peer): void {
    this.#counts.delete(peer)
  }

  has(peer: Peer): boolean {
    return this.#counts.has(peer)
  }

  /** The number of a frame that just came. */
  receive(peer: Peer): number {
    const count = this.#counts.get(peer)
    if (!count) return 0
    count.received += 1
    return count.received
  }

  accept(peer: Peer, frameNo: number, isAnswer: boolean): void {
    const count = this.#counts.get(peer)
    if (!count) return
    if (isAnswer) {
      count.askedAt = null
      count.awaitsAnswer = false
    }
    if (!count.awaitsAnswer) count.acked = frameNo
  }

  /** Says nothing of this connection's frames any more: they stay unsaved. */
  hold(peer: Peer): void {
    const count = this.#counts.get(peer)
    if (count) count.awaitsAnswer = true
  }

  /**
   * Notes that something before this connection's frame is missing. `ask` where its whole state has to be asked for:
   * not while an answer is under way, as from somebody who returns with edits of their own and goes on typing before
   * we were told of those. `tooOften` where this can't be an accident any more.
   */
  missing(peer: Peer, now: number): 'ask' | 'wait' | 'tooOften' {
    const count = this.#counts.get(peer)
    if (!count) return 'wait'
    count.awaitsAnswer = true
    if (count.askedAt !== null && now - count.askedAt < ASK_AGAIN_MS) return 'wait'
    count.askedAt = now
    if (now - count.gapsSince > GAPS_WITHIN_MS) {
      count.gaps = 0
      count.gapsSince = now
    }
    count.gaps += 1
    return count.gaps > GAPS_MAX ? 'tooOften' : 'ask'
  }

  tell(peers: Iterable<Peer>): void {
    for (const peer of peers) {
      const count = this.#counts.get(peer)
      if (count && peer.wantsAck && !count.awaitsAnswer) peer.send(ackFrame(count.acked))
    }
  }
}
