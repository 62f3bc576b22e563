import type { Point } from '@meydan/shared/documents/board/records'

/** How long a place of the pointer stays to be seen. */
export const TRAIL_MS = 900
const POINTS_MAX = 200

export type TrailPoint = Point & { at: number }

/** Where laser pointers have just been; whoever draws asks with the time it is (ms). */
export class LaserTrails {
  readonly #trails = new Map<string, TrailPoint[]>()

  put(owner: string, { x, y }: Point, at: number): void {
    const trail = this.#trails.get(owner) ?? []
    const last = trail.at(-1)
    if (last && last.x === x && last.y === y) last.at = at
    else trail.push({ x, y, at })
    if (trail.length > POINTS_MAX) trail.shift()
    this.#trails.set(owner, trail)
  }

  /** What is still to be seen, from the oldest place to the newest, by owner. */
  at(now: number): Map<string, readonly TrailPoint[]> {
    for (const [owner, trail] of this.#trails) {
      const kept = trail.filter(({ at }) => now - at < TRAIL_MS)
      if (kept.length > 0) this.#trails.set(owner, kept)
      else this.#trails.delete(owner)
    }
    return new Map(this.#trails)
  }
}
