import { PresenceState, type PresenceUser } from '@meydan/shared/documents/presence'
import { onScopeDispose, shallowRef } from 'vue'
import type { Awareness } from 'y-protocols/awareness'

export type PlanPresence = ReturnType<typeof usePlanPresence>

/** How a field of an action is called where somebody says that they are in it; 64 characters at most. */
export const cellKey = (action: string, field: string): string => `${action}/${field}`

/**
 * Which field of which action each of the others is in. The server writes who they are; a state it didn't sign (no
 * `user`) is not shown.
 */
export function usePlanPresence(awareness: Awareness) {
  /** By `cellKey`. */
  const inFields = shallowRef<ReadonlyMap<string, PresenceUser>>(new Map())
  /** By the id of the action that they are in somewhere. */
  const onActions = shallowRef<ReadonlyMap<string, readonly PresenceUser[]>>(new Map())
  /** Everybody else who has this plan open, once each. */
  const others = shallowRef<readonly PresenceUser[]>([])
  let frame = 0

  function read(): void {
    frame = 0
    const fields = new Map<string, PresenceUser>()
    const actions = new Map<string, PresenceUser[]>()
    const people = new Map<string, PresenceUser>()
    for (const [client, state] of awareness.getStates()) {
      const parsed = client === awareness.clientID ? null : PresenceState.safeParse(state)
      if (!parsed?.success) continue
      const { user, editing, selection } = parsed.data
      people.set(user.seat, user)
      if (editing) fields.set(editing, user)
      const action = editing?.split('/')[0] ?? selection[0]
      if (action) actions.set(action, [...(actions.get(action) ?? []), user])
    }
    inFields.value = fields
    onActions.value = actions
    others.value = [...people.values()]
  }

  const onChange = () => {
    frame ||= requestAnimationFrame(read)
  }
  awareness.on('change', onChange)
  read()
  onScopeDispose(() => {
    awareness.off('change', onChange)
    cancelAnimationFrame(frame)
  })

  return {
    inFields,
    onActions,
    others,
    /** Tells the others where I am: on an action, or in a field of it. */
    standOn(action: string | null, field: string | null = null): void {
      awareness.setLocalState({
        ...awareness.getLocalState(),
        selection: action ? [action] : [],
        editing: action && field ? cellKey(action, field) : null,
      })
    },
  }
}
