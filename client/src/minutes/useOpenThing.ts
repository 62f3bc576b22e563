import type { NamedRef } from '@meydan/shared/contracts/named'
import { type RouteLocationRaw, useRoute, useRouter } from 'vue-router'
import type { Workshop } from '../workshop/context.ts'
import { addressOf } from './addresses.ts'

/** How one gets from a text to what it names: to its place, or to the part of the room beside the text that shows it. */
export function useOpenThing(workshop: Workshop) {
  const route = useRoute()
  const router = useRouter()
  function placeOf(ref: NamedRef): RouteLocationRaw | null {
    if (ref.kind === 'decision') return { path: route.path, query: { ...route.query, decision: ref.record } }
    return addressOf(workshop.room.value.id, ref)
  }
  return {
    /** Null for what has no address of its own. */
    placeOf,
    open(ref: NamedRef): void {
      const place = placeOf(ref)
      if (place === null) return workshop.openPanel('votes')
      if (ref.kind !== 'decision' && workshop.narrow.value) workshop.panel.value = null
      void router.push(place)
    },
  }
}
