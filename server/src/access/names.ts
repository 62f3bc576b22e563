import { AppError } from '@meydan/shared/errors'
import { foldName } from '@meydan/shared/names'
import type { Executor } from '../database/schema.ts'

/**
 * A guest may not go by the name of someone who has a seat in one of these rooms or waits to be let in, in whatever
 * spelling: nobody vouches for guests, so their name must not be able to pass for another's. Throws `name_taken`, or
 * `invalid` for a name of signs alone. The rooms must be locked.
 */
export async function requireFreeName(
  db: Executor,
  given: { name: string; roomIds: string[]; personId: string | null },
): Promise<void> {
  const folded = foldName(given.name)
  if (!folded) throw new AppError('invalid', [{ path: 'name', problem: 'name_empty' }])
  if (given.roomIds.length === 0) return
  const taken = await db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.personId')
    .select('person.name')
    .where('seat.roomId', 'in', given.roomIds)
    .where('seat.removedAt', 'is', null)
    .$if(given.personId !== null, (query) => query.where('person.id', '!=', given.personId!))
    .union((eb) =>
      eb
        .selectFrom('arrival')
        .innerJoin('person', 'person.id', 'arrival.personId')
        .select('person.name')
        .where('arrival.roomId', 'in', given.roomIds)
        .where('arrival.decidedAt', 'is', null)
        .$if(given.personId !== null, (query) => query.where('person.id', '!=', given.personId!)),
    )
    .execute()
  if (taken.some(({ name }) => foldName(name) === folded)) {
    throw new AppError('name_taken', [{ path: 'name', problem: 'name_taken' }])
  }
}
