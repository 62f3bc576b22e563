import type { ClauseView } from '@meydan/shared/contracts/minutes'
import { type Side, sides } from '@meydan/shared/words'

type Voice = { id: string; side: Side }
export type ClauseCounts = { side: Side; agree: number; object: number; silent: number }

/**
 * How many organisations of each side agree, object, or haven't spoken to the clause as it reads now: whoever spoke to
 * another wording hasn't. Sides without an organisation are left out. What one said that is no longer in the room counts
 * with its side.
 */
export function countsOf({ stances }: Pick<ClauseView, 'stances'>, organisations: readonly Voice[]): ClauseCounts[] {
  const standing = stances.filter(({ isOutdated }) => !isOutdated)
  return sides
    .map((side) => {
      const own = standing.filter((stance) => stance.side === side)
      const silent = organisations.filter(
        ({ id, side: of }) => of === side && !own.some(({ organisationId }) => organisationId === id),
      )
      const count = (kind: 'agree' | 'object') => own.filter((stance) => stance.kind === kind).length
      return { side, agree: count('agree'), object: count('object'), silent: silent.length }
    })
    .filter(({ agree, object, silent }) => agree + object + silent > 0)
}
