import { sql } from 'kysely'
import type { Language } from '@meydan/shared/languages'
import type { Trx } from '../database/schema.ts'
import { newGuest } from './people.ts'
import type { NewSeat } from './seats.ts'
import { GUEST_DAYS, newToken, type NewSession } from './sessions.ts'

export type Guest = { name: string; language: Language; seat: Omit<NewSeat, 'personId'> & { colour: number } }

/**
 * Guests, their seats and their first sessions in one statement, because the room is locked meanwhile and others wait for
 * it. It must be locked. There is at least one; each has their session in their place.
 */
export async function seatGuests(trx: Trx, guests: readonly Guest[]): Promise<NewSession[]> {
  const all = guests.map(({ seat, ...guest }) => ({ seat, person: newGuest(guest), token: newToken() }))
  const rows = await trx
    .with('person_made', (db) => db.insertInto('person').values(all.map(({ person }) => person)))
    .with('seat_made', (db) =>
      db.insertInto('seat').values(
        all.map(({ seat, person }, index) => ({
          ...seat,
          personId: person.id,
          // Who came together is listed in the order they came.
          createdAt: sql<Date>`now() + ${index} * interval '1 microsecond'`,
        })),
      ),
    )
    .insertInto('session')
    .values(
      all.map(({ person, token }) => ({
        personId: person.id,
        token,
        expiresAt: sql<Date>`now() + make_interval(days => ${GUEST_DAYS})`,
      })),
    )
    .returning(['token', 'expiresAt'])
    .execute()
  const ends = new Map(rows.map(({ token, expiresAt }) => [token, expiresAt]))
  return all.map(({ token }) => ({ token, expiresAt: ends.get(token)! }))
}
