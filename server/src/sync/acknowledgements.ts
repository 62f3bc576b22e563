import type { Judgement } from './live-document.ts'
import type { Peer } from './peer.ts'
import { ackFrame } from './wire.ts'

type Count = { received: number; acked: number; hasAnswered: boolean; awaitsAnswer: boolean }

/** Each connection's durable frames: how many came, and up to which one everything is committed. */
export class Acknowledgements {
  readonly #counts = new Map<Peer, Count>()

  join(peer: Peer): void {
    this.#counts.set(peer, { received: 0, acked: 0, hasAnswered: false, awaitsAnswer: false })
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
      count.hasAnswered = true
      count.awaitsAnswer = false
    }
    if (!count.awaitsAnswer) count.acked = frameNo
  }

  /**
   * Whether a refused frame can be let pass unacknowledged: somebody who returns with edits of their own and goes on
   * typing before we were told of those. Their step 2, which is under way, holds this frame too.
   */
  isCoveredByAnswer(peer: Peer, judgement: Judgement, isAnswer: boolean): boolean {
    const count = this.#counts.get(peer)
    if (!count || isAnswer || count.hasAnswered || judgement.accepted || judgement.reason !== 'gap') return false
    count.awaitsAnswer = true
    return true
  }

  tell(peers: Iterable<Peer>): void {
    for (const peer of peers) {
      const count = this.#counts.get(peer)
      if (count && peer.wantsAck && !count.awaitsAnswer) peer.send(ackFrame(count.acked))
    }
  }
}
