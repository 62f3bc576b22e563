import type { RoomView } from '@meydan/shared/contracts/rooms'
import { computed, type ComputedRef } from 'vue'

/** The name of each organisation that has or had somebody in the room. */
export function useOrganisationNames(room: ComputedRef<RoomView>) {
  const names = computed(
    () => new Map(room.value.seats.map(({ organisationId, organisationName }) => [organisationId, organisationName])),
  )
  return (organisationId: string) => names.value.get(organisationId) ?? ''
}
