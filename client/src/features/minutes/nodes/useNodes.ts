import { lookUpNamed } from '@meydan/shared/contracts/named'
import { onScopeDispose, useId } from 'vue'
import { call } from '../../../api.ts'
import { thingAt } from '../../../minutes/addresses.ts'
import { provideRoomThings } from '../../../minutes/things.ts'
import { useOpenThing } from '../../../minutes/useOpenThing.ts'
import { useRoomNames } from '../../../threads/useRoomNames.ts'
import { useWorkshop } from '../../../workshop/context.ts'
import type { MinutesContext } from '../minutes-context.ts'
import { askedNode } from './asked-node.ts'
import { Hosts } from './hosts.ts'
import { nodeViews } from './node-views.ts'
import { openedByEnter } from './opened-by-enter.ts'
import { pastedThings } from './pasted-things.ts'
import { suggesting } from './suggesting.ts'
import { useSuggestions } from './useSuggestions.ts'

/** All that makes an editor of minutes show and take decisions, tasks and names; `NodeHosts.vue` draws it. */
export function useNodes(context: MinutesContext) {
  const workshop = useWorkshop()
  const { people } = useRoomNames()
  const roomId = context.room.value.id
  provideRoomThings(roomId)
  const hosts = new Hosts()
  const suggestions = useSuggestions(context, people, useId())
  const { open } = useOpenThing(workshop)
  // Other minutes must not go on asking.
  onScopeDispose(() => {
    askedNode.value = null
  })
  return {
    hosts,
    suggestions,
    views: nodeViews(hosts),
    extensions: () => [
      suggesting(suggestions.suggesting),
      openedByEnter(open),
      pastedThings({
        thingAt: (address) => thingAt(address, { origin: location.origin, roomId }),
        lookUp: (ref) =>
          call(lookUpNamed, { params: { roomId }, body: { wanted: [ref] } }).then(
            ({ named }) => named[0] ?? null,
            () => null,
          ),
      }),
    ],
  }
}
