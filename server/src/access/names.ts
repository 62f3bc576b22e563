import { AppError } from '@meydan/shared/errors'
import { likenessOf, mixesAlphabets } from '@meydan/shared/names'
import type { Executor } from '../database/schema.ts'

export type NamesAsked = { roomIds: string[]; personId: string | null }

/**
 * A guest may not go by the name of someone who has a seat in one of these rooms or waits to be let in, in whatever
 * spelling: nobody vouches for guests, so their name must not be able to pass for another's. Throws `name_taken`, or
 * `invalid` as `requireUnlike` does. The rooms must be locked.
 */
export async function requireFreeName(db: Executor, given: NamesAsked & { name: string }): Promise<void> {
  const taken = given.roomIds.length === 0 ? [] : await takenNames(db, given).execute()
  requireUnlike(
    given.name,
    taken.map(({ name }) => name),
  )
}

/** The names of those who have a seat in one of these rooms or wait to be let in, but for one person's own. */
export function takenNames(db: Executor, { roomIds, personId }: NamesAsked) {
  return db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.personId')
    .select('person.name')
    .where('seat.roomId', 'in', roomIds)
    .where('seat.removedAt', 'is', null)
    .$if(personId !== null, (query) => query.where('person.id', '!=', personId!))
    .union((eb) =>
      eb
        .selectFrom('arrival')
        .innerJoin('person', 'person.id', 'arrival.personId')
        .select('person.name')
        .where('arrival.roomId', 'in', roomIds)
        .where('arrival.decidedAt', 'is', null)
        .$if(personId !== null, (query) => query.where('person.id', '!=', personId!)),
    )
}

/**
 * Throws `name_taken` for what looks like one of the names that are taken, `invalid` for a name of signs alone, or with
 * letters of two alphabets in a word.
 */
export function requireUnlike(name: string, taken: readonly string[]): void {
  const likeness = likenessOf(name)
  if (!likeness) throw new AppError('invalid', [{ path: 'name', problem: 'name_empty' }])
  if (mixesAlphabets(name)) throw new AppError('invalid', [{ path: 'name', problem: 'name_mixed' }])
  if (taken.some((each) => likenessOnce(each) === likeness)) {
    throw new AppError('name_taken', [{ path: 'name', problem: 'name_taken' }])
  }
}

const KEPT = 5_000
const likenesses = new Map<string, string>()

/** Of three hundred who come, each is compared with all who came before. */
function likenessOnce(name: string): string {
  const known = likenesses.get(name)
  if (known !== undefined) return known
  if (likenesses.size >= KEPT) likenesses.clear()
  const likeness = likenessOf(name)
  likenesses.set(name, likeness)
  return likeness
}
