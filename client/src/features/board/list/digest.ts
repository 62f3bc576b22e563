/** What others did to the board since the last digest. The later deed of one person to one object replaces the earlier. */
export type Deed = 'added' | 'moved' | 'changed' | 'deleted'
export type Told = {
  person: string | null
  added: number
  moved: number
  changed: number
  deleted: number
  onlyNotes: boolean
}

const PEOPLE_NAMED = 4

/**
 * Collects deeds until they are told. What was added and then written in was added; what was added and taken away
 * again never was. Persons are named by key, null where nobody knows who it was.
 */
export class Deeds {
  readonly #of = new Map<string, { person: string | null; deed: Deed; isNote: boolean }>()

  get isEmpty(): boolean {
    return this.#of.size === 0
  }

  note(id: string, deed: Deed, person: string | null, isNote: boolean): void {
    const known = this.#of.get(id)
    if (known?.deed === 'added' && deed === 'deleted') this.#of.delete(id)
    else if (known?.deed === 'added') return
    else if (known?.deed === 'moved' && deed === 'changed') return
    else this.#of.set(id, { person: person ?? known?.person ?? null, deed, isNote })
  }

  /** Who did how much, the busiest first; those beyond a few together as one without a name. Starts anew. */
  tell(): Told[] {
    const people = new Map<string | null, Told>()
    for (const { person, deed, isNote } of this.#of.values()) {
      const told = people.get(person) ?? { person, added: 0, moved: 0, changed: 0, deleted: 0, onlyNotes: true }
      told[deed]++
      told.onlyNotes &&= isNote
      people.set(person, told)
    }
    this.#of.clear()
    const all = [...people.values()].sort((a, b) => totalOf(b) - totalOf(a))
    const named = all.filter(({ person }) => person !== null)
    const rest = [...named.slice(PEOPLE_NAMED), ...all.filter(({ person }) => person === null)]
    return rest.length > 0 ? [...named.slice(0, PEOPLE_NAMED), together(rest)] : named
  }
}

function totalOf({ added, moved, changed, deleted }: Told): number {
  return added + moved + changed + deleted
}

function together(all: readonly Told[]): Told {
  const sum = (deed: Deed) => all.reduce((total, told) => total + told[deed], 0)
  return {
    person: null,
    added: sum('added'),
    moved: sum('moved'),
    changed: sum('changed'),
    deleted: sum('deleted'),
    onlyNotes: all.every(({ onlyNotes }) => onlyNotes),
  }
}
