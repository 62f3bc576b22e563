import type { Point } from '@meydan/shared/documents/board/records'
import { type PresenceClaim, PresenceState, type PresenceUser } from '@meydan/shared/documents/presence'
import { onScopeDispose, shallowRef } from 'vue'
import type { Awareness } from 'y-protocols/awareness'

const SEND_EVERY_MS = 70
const NAMED_AT_ONCE = 20

export type Holder = { client: number; user: PresenceUser; editing: boolean }
export type RemoteCursor = { client: number; user: PresenceUser; at: Point }
export type Presence = ReturnType<typeof usePresence>

/**
 * Where I am, told to the others at most fifteen times a second, and where they are. The server writes who they are;
 * a state it didn't sign (no `user`) is not shown. Cursors change all the time, what people hold seldom: two refs.
 */
export function usePresence(awareness: Awareness) {
  const cursors = shallowRef<RemoteCursor[]>([])
  const held = shallowRef<ReadonlyMap<string, Holder>>(new Map())
  /** How far others have dragged notes and frames that the document still has at their old place. */
  const drags = shallowRef<ReadonlyMap<string, Point>>(new Map())
  const landed = new Map<string, string>()

  let claim: PresenceClaim = { cursor: null, selection: [], editing: null, drag: null }
  let sentAt = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let heldBefore = ''
  let dragsBefore = ''

  function send(): void {
    waiting = undefined
    sentAt = Date.now()
    awareness.setLocalState({ ...awareness.getLocalState(), ...claim })
  }

  function tell(change: Partial<PresenceClaim>): void {
    claim = { ...claim, ...change }
    if (waiting === undefined) waiting = setTimeout(send, Math.max(0, sentAt + SEND_EVERY_MS - Date.now()))
  }

  function states(): [number, PresenceState][] {
    const found: [number, PresenceState][] = []
    for (const [client, state] of awareness.getStates()) {
      if (client === awareness.clientID) continue
      const parsed = PresenceState.safeParse(state)
      if (parsed.success) found.push([client, parsed.data])
    }
    return found
  }

  function read(): void {
    frame = 0
    const others = states()
    cursors.value = others.flatMap(([client, { user, cursor }]) => (cursor ? [{ client, user, at: cursor }] : []))
    readHeld(others)
    readDrags(others)
  }

  function readHeld(others: readonly [number, PresenceState][]): void {
    const signature = JSON.stringify(
      others.map(([client, state]) => [client, state.user, state.selection, state.editing]),
    )
    if (signature === heldBefore) return
    heldBefore = signature
    const next = new Map<string, Holder>()
    for (const [client, { user, selection, editing }] of others) {
      for (const id of selection) if (!next.get(id)?.editing) next.set(id, { client, user, editing: false })
      if (editing) next.set(editing, { client, user, editing: true })
    }
    held.value = next
  }

  function readDrags(others: readonly [number, PresenceState][]): void {
    const signature = JSON.stringify(others.map(([client, { drag }]) => [client, drag]))
    if (signature === dragsBefore) return
    dragsBefore = signature
    const next = new Map<string, Point>()
    for (const [client, { drag }] of others) {
      for (const id of drag?.ids ?? []) if (landed.get(id) !== keyOf(client, drag!.by)) next.set(id, drag!.by)
    }
    drags.value = next
    const current = new Set(others.flatMap(([client, { drag }]) => (drag ? [keyOf(client, drag.by)] : [])))
    for (const [id, key] of landed) if (!current.has(key)) landed.delete(id)
  }

  /**
   * The document now has an item at its new place. The drag that took it there may still be claimed for a moment
   * and would be added a second time, so from here on it no longer counts for this item.
   */
  function land(ids: Iterable<string>): void {
    const others = states()
    for (const id of ids) {
      const by = others.find(([, { drag }]) => drag?.ids.includes(id))
      if (by) landed.set(id, keyOf(by[0], by[1].drag!.by))
    }
    dragsBefore = ''
    readDrags(others)
  }

  const onChange = () => {
    if (!frame) frame = requestAnimationFrame(read)
  }
  awareness.on('change', onChange)
  read()
  onScopeDispose(() => {
    awareness.off('change', onChange)
    cancelAnimationFrame(frame)
    clearTimeout(waiting)
  })

  return {
    cursors,
    held,
    drags,
    land,
    pointAt: (cursor: Point | null) => tell({ cursor: cursor && { x: Math.round(cursor.x), y: Math.round(cursor.y) } }),
    hold: (ids: Iterable<string>, editing: string | null) =>
      tell({ selection: [...ids].slice(0, NAMED_AT_ONCE), editing }),
    carry: (ids: Iterable<string>, by: Point | null) =>
      tell({ drag: by && { ids: [...ids].slice(0, NAMED_AT_ONCE), by: { x: Math.round(by.x), y: Math.round(by.y) } } }),
  }
}

function keyOf(client: number, by: Point): string {
  return `${client}:${by.x}:${by.y}`
}
