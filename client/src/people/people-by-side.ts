import type { SeatView } from '@meydan/shared/contracts/rooms'
import { type Side, sides } from '@meydan/shared/words'

export type OrganisationGroup = { id: string; name: string; seats: SeatView[] }
export type SideGroup = { side: Side; here: number; total: number; organisations: OrganisationGroup[] }

/**
 * Seats that are held now, by side (civil, public, neutral) and organisation. Who is here comes first,
 * then names in the reader's alphabet. Both sides are always there, also empty: an absent side is worth seeing.
 */
export function groupBySide(seats: readonly SeatView[], here: ReadonlySet<string>, language: string): SideGroup[] {
  const { compare } = new Intl.Collator(language)
  const held = seats.filter(({ removedAt }) => removedAt === null)
  return sides
    .map((side) => {
      const own = held.filter((seat) => seat.side === side)
      const byOrganisation = Map.groupBy(own, ({ organisationId }) => organisationId)
      const organisations = [...byOrganisation].map(([id, people]) => ({
        id,
        name: people[0]!.organisationName,
        seats: people.toSorted(
          (a, b) => Number(here.has(b.id)) - Number(here.has(a.id)) || compare(a.name, b.name) || compare(a.id, b.id),
        ),
      }))
      return {
        side,
        total: own.length,
        here: own.filter(({ id }) => here.has(id)).length,
        organisations: organisations.toSorted((a, b) => compare(a.name, b.name)),
      }
    })
    .filter(({ side, total }) => side !== 'neutral' || total > 0)
}
