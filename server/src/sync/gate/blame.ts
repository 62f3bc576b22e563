import type { Effect } from './gate.ts'
import type { Unlicensed } from './locks.ts'
import type { Repair } from './repair.ts'

type Id = { client: number; clock: number }

/** In which frame of a batch something came, as the gate saw it: what a repair takes back has an author to be told. */
export class Blame implements Unlicensed {
  readonly #effects: readonly (Effect | null)[]
  readonly #mayLock: (frame: number) => boolean

  /** `effects`: of each frame, null for those that changed nothing. */
  constructor(effects: readonly (Effect | null)[], mayLock: (frame: number) => boolean) {
    this.#effects = effects
    this.#mayLock = mayLock
  }

  wrote(id: Id): boolean {
    return this.#frames('writes', id).some((frame) => !this.#mayLock(frame))
  }

  deleted(id: Id): boolean {
    return this.#frames('deletes', id).some((frame) => !this.#mayLock(frame))
  }

  /** The frames that made a repair necessary. */
  for({ removed, relocks }: Repair): Set<number> {
    const unlockers = relocks.flatMap(({ behind }) => [
      ...this.#frames('writes', behind),
      ...this.#frames('deletes', behind),
    ])
    return new Set([
      ...removed.flatMap((id) => this.#frames('writes', id)),
      ...unlockers.filter((frame) => !this.#mayLock(frame)),
    ])
  }

  #frames(what: 'writes' | 'deletes', { client, clock }: Id): number[] {
    return this.#effects.flatMap((effect, frame) =>
      effect?.[what].some((range) => range.client === client && range.start <= clock && clock < range.end)
        ? [frame]
        : [],
    )
  }
}
