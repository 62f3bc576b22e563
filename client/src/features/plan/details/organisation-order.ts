import type { PlanOrganisation } from '@meydan/shared/contracts/plans'

/** Those one may mean first: one's own, those with somebody in the room, then the others; each by name. */
export function nearestFirst(organisations: readonly PlanOrganisation[], own: string): PlanOrganisation[] {
  const rank = ({ id, isHere }: PlanOrganisation) => (id === own ? 0 : isHere ? 1 : 2)
  return [...organisations].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}
