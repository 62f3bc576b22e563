import { contains, middleOf, type Rect } from '@meydan/shared/documents/board/geometry'
import type { PresenceState } from '@meydan/shared/documents/presence'
import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { useFollowing } from '../../people/following.ts'
import type { BoardContext } from './board-context.ts'
import { fitted, visibleRect } from './viewport.ts'

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 }
/** Whoever is held at another's view may look about for a moment. */
const BACK_AFTER_MS = 900
const MOVING_KEYS = /^(Arrow|Page|Home|End|\+|-|0|1|2)/
/** What somebody in a list has in sight of the board: this much around the row they stand on, in board units. */
const AROUND = { width: 800, height: 560 }

/**
 * Following somebody: what they see, I see, until I move by myself; in a list that is the row of what they are at. Who is
 * followed sends what is in sight only while somebody follows, so that panning costs nobody anything otherwise.
 */
export function useFollow(context: BoardContext) {
  const { presence, viewport, room, mode, selection, t, said } = context
  const { followed, followable, held, unfollow } = useFollowing()
  const mine = room.value.mySeat.id

  const leader = computed(() => leaderAmong(presence.others.value, followed.value))
  const isFollowed = computed(() => presence.others.value.some(({ following }) => following === mine))
  const name = computed(() => context.seatOf(followed.value)?.name ?? leader.value?.user.name ?? '')

  watch(
    () => presence.others.value.map(({ user }) => user.seat).join(' '),
    () => {
      followable.value = new Set(presence.others.value.map(({ user }) => user.seat).filter((seat) => seat !== mine))
    },
    { immediate: true },
  )
  watch(
    followed,
    (seat) => {
      presence.follow(seat)
      // Who was brought reads whose view it is where the room says it.
      if (seat && !held.value) said.value = t('board.follow.following', { person: name.value })
    },
    { immediate: true },
  )
  watch(leader, (now) => {
    if (followed.value && !now && held.value !== 'locked') end(t('board.follow.left', { person: name.value }))
  })

  const inSight = computed(() => {
    if (!isFollowed.value) return null
    return mode.value === 'canvas' ? visibleRect(viewport.view.value, viewport.size.value) : aroundRow(context)
  })
  watch(inSight, presence.show, { immediate: true })

  /** Two who follow each other would pull each other along for ever: whoever is followed leads. */
  const led = computed(() => (leader.value && leader.value.following !== mine ? leader.value : null))
  const theirRow = computed(() => (led.value && mode.value === 'list' ? objectOf(context, led.value) : null))
  watch([() => led.value?.view, viewport.size, mode, theirRow], seeAsTheyDo, { immediate: true })

  function seeAsTheyDo(): void {
    if (mode.value === 'list') {
      // Whoever is writing is not taken away from their words.
      if (theirRow.value && !selection.editing.value) context.sought.value = { id: theirRow.value, focus: false }
      return
    }
    const rect = led.value?.view
    if (rect && viewport.size.value.width > 0) viewport.glideTo(fitted(rect, viewport.size.value, NO_INSETS, 3))
  }

  function end(why: string): void {
    unfollow()
    said.value = why
  }

  let back: ReturnType<typeof setTimeout> | undefined
  const stopOnMove = ({ target }: Event) => {
    if (!(target instanceof Element) || !target.closest('[data-surface], [data-list-scroller]')) return
    clearTimeout(back)
    if (held.value === 'locked') back = setTimeout(seeAsTheyDo, BACK_AFTER_MS)
    else if (followed.value) end(t('board.follow.ended'))
  }
  for (const event of ['wheel', 'pointerdown'] as const)
    useEventListener(document, event, stopOnMove, { passive: true })
  useEventListener(document, 'keydown', (event) => MOVING_KEYS.test(event.key) && stopOnMove(event))
  onScopeDispose(() => {
    clearTimeout(back)
    unfollow()
    followable.value = new Set()
  })

  return {
    followed,
    held,
    name,
    colour: computed(() => leader.value?.user.colour ?? 0),
    stop: () => end(t('board.follow.ended')),
  }
}

/** Of several windows of one person the one that shows something: a projector shows nothing of its own. */
export function leaderAmong(others: readonly PresenceState[], seat: string | null): PresenceState | undefined {
  const theirs = others.filter(({ user }) => user.seat === seat)
  return theirs.find(({ view }) => view !== null) ?? theirs[0]
}

/** The part of the board around the row I stand on: a frame whole. Null where I stand nowhere. */
function aroundRow({ data, selection }: BoardContext): Rect | null {
  const id = selection.standing.value
  const rect = id && data.rectOf(id)
  if (!rect || data.typeOf(id) === 'frame') return rect || null
  const { x, y } = middleOf(rect)
  return { x: x - AROUND.width / 2, y: y - AROUND.height / 2, ...AROUND }
}

/** What somebody is at: what they have selected and see, else the first object in the middle of what they see. */
function objectOf({ data }: BoardContext, { selection, view }: PresenceState): string | null {
  const isSeen = (id: string) => {
    const rect = data.rectOf(id)
    return rect !== null && (view === null || contains(view, middleOf(rect)))
  }
  return selection.find(isSeen) ?? (view && data.order.value.find(isSeen)) ?? null
}
