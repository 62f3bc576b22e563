import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { Point } from '@meydan/shared/documents/board/records'
import { type PresenceClaim, PresenceState, type PresenceUser } from '@meydan/shared/documents/presence'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Awareness } from 'y-protocols/awareness'
import { atNextBeat, isCrowd } from '../../documents/beat.ts'
import { cursorsMuted, pointsAlways } from '../../workshop/cursors.ts'

const SEND_EVERY_MS = 70
const NAMED_AT_ONCE = 20

export type Holder = { client: number; user: PresenceUser; editing: boolean }
export type RemoteCursor = { client: number; user: PresenceUser; at: Point; laser: boolean }
export type Presence = ReturnType<typeof usePresence>

/**
 * Where I am, told to the others at most fifteen times a second, and where they are. The server writes who they are;
 * a state it didn't sign (no `user`) is not shown. Cursors change all the time, what people hold seldom: two refs.
 */
export function usePresence(awareness: Awareness, mayAlwaysPoint: () => boolean) {
  const cursors = shallowRef<RemoteCursor[]>([])
  const held = shallowRef<ReadonlyMap<string, Holder>>(new Map())
  /** How far others have dragged notes and frames that the document still has at their old place. */
  const drags = shallowRef<ReadonlyMap<string, Point>>(new Map())
  /** Everybody else who is on this board. */
  const others = shallowRef<readonly PresenceState[]>([])
  const landed = new Map<string, string>()

  let claim: PresenceClaim = {
    cursor: null,
    selection: [],
    editing: null,
    drag: null,
    laser: false,
    following: null,
    view: null,
  }
  let sentAt = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  let isWaiting = false
  let stopWaiting = () => {}
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

  /** Clients whose state came since the last frame: thirty who point are thirty states, fifteen times a second. */
  const changed = new Set<number>(awareness.getStates().keys())
  const known = new Map<number, PresenceState>()

  function states(): [number, PresenceState][] {
    for (const client of changed) {
      const parsed = client === awareness.clientID ? null : PresenceState.safeParse(awareness.getStates().get(client))
      if (parsed?.success) known.set(client, parsed.data)
      else known.delete(client)
    }
    changed.clear()
    return [...known]
  }

  function read(): void {
    isWaiting = false
    const found = states()
    others.value = found.map(([, state]) => state)
    const before = new Map(cursors.value.map((cursor) => [cursor.client, cursor]))
    cursors.value = found.flatMap(([client, { user, cursor, laser }]) => {
      if (!cursor || (cursorsMuted.value && !pointsAlways(user.role))) return []
      const was = before.get(client)
      const isSame = was?.at === cursor && was.laser === laser && was.user === user
      return [isSame ? was : { client, user, at: cursor, laser }]
    })
    readHeld(found)
    readDrags(found)
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

  const onChange = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
    for (const client of [...added, ...updated, ...removed]) changed.add(client)
    if (isWaiting) return
    isWaiting = true
    if (isCrowd(awareness.getStates().size)) stopWaiting = atNextBeat(read)
    else {
      const frame = requestAnimationFrame(read)
      stopWaiting = () => cancelAnimationFrame(frame)
    }
  }
  const mayPoint = () => !cursorsMuted.value || mayAlwaysPoint()
  awareness.on('change', onChange)
  read()
  watch(cursorsMuted, () => {
    if (!mayPoint()) tell({ cursor: null, laser: false })
    read()
  })
  onScopeDispose(() => {
    awareness.off('change', onChange)
    stopWaiting()
    clearTimeout(waiting)
  })

  return {
    cursors,
    held,
    drags,
    others,
    land,
    follow: (seat: string | null) => tell({ following: seat }),
    show: (view: Rect | null) => {
      if (view || claim.view) tell({ view: view && rounded(view) })
    },
    pointAt: (cursor: Point | null) => {
      const shown = mayPoint() ? cursor : null
      if (shown || claim.cursor) tell({ cursor: shown && { x: Math.round(shown.x), y: Math.round(shown.y) } })
    },
    laser: (laser: boolean) => {
      const shown = laser && mayPoint()
      if (shown !== claim.laser) tell({ laser: shown })
    },
    hold: (ids: Iterable<string>, editing: string | null) =>
      tell({ selection: [...ids].slice(0, NAMED_AT_ONCE), editing }),
    carry: (ids: Iterable<string>, by: Point | null) =>
      tell({ drag: by && { ids: [...ids].slice(0, NAMED_AT_ONCE), by: { x: Math.round(by.x), y: Math.round(by.y) } } }),
  }
}

function rounded({ x, y, width, height }: Rect): Rect {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}

function keyOf(client: number, by: Point): string {
  return `${client}:${by.x}:${by.y}`
}
