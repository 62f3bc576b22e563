import { type PlanOrganisation, readOrganisations } from '@meydan/shared/contracts/plans'
import type { RoomView } from '@meydan/shared/contracts/rooms'
import { type ComputedRef, computed, onScopeDispose, watch } from 'vue'
import { call, isFinal } from '../api.ts'
import { useLoad } from '../ui/useLoad.ts'

const AGAIN_AFTER_MS = 5_000

/** What this window last heard of each room's programme: a plan opened again without the network still names everybody. */
const lastHeard = new Map<string, readonly PlanOrganisation[]>()

/** The organisations that an action can be given to; none while they are not here yet. */
export function useOrganisations(room: () => RoomView): ComputedRef<readonly PlanOrganisation[]> {
  const { id: roomId } = room()
  const { data, error, reload } = useLoad(async () => {
    const { organisations } = await call(readOrganisations, { params: { roomId } })
    lastHeard.set(roomId, organisations)
    return organisations
  })

  let again: ReturnType<typeof setTimeout> | undefined
  watch(error, (failed) => {
    clearTimeout(again)
    if (failed && !isFinal(failed)) again = setTimeout(() => void reload(), AGAIN_AFTER_MS)
  })
  onScopeDispose(() => clearTimeout(again))
  // Whoever comes may bring an organisation that the programme didn't have.
  watch(
    () =>
      room()
        .seats.map(({ organisationId }) => organisationId)
        .join(),
    () => void reload(),
  )
  return computed(() => data.value ?? lastHeard.get(roomId) ?? [])
}
