import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { useFollowing } from '../../people/following.ts'
import type { BoardContext } from './board-context.ts'
import { fitted, visibleRect } from './viewport.ts'

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 }
/** Whoever is held at another's view may look about for a moment. */
const BACK_AFTER_MS = 900
const MOVING_KEYS = /^(Arrow|Page|Home|End|\+|-|0|1|2)/

/**
 * Following somebody: what they see, I see, until I move by myself. Who is followed sends what is in sight only while
 * somebody follows, so that panning costs nobody anything otherwise.
 */
export function useFollow(context: BoardContext) {
  const { presence, viewport, surface, room, t, said } = context
  const { followed, followable, held, unfollow } = useFollowing()
  const mine = room.value.mySeat.id

  const leader = computed(() => presence.others.value.find(({ user }) => user.seat === followed.value))
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
  watch([isFollowed, viewport.view], ([shown]) =>
    presence.show(shown ? visibleRect(viewport.now(), viewport.size.value) : null),
  )
  watch([() => leader.value?.view, viewport.size], seeAsTheyDo, { immediate: true })

  function seeAsTheyDo(): void {
    const rect = leader.value?.view
    // Two who follow each other would pull each other along for ever: whoever is followed leads.
    if (!rect || leader.value?.following === mine || viewport.size.value.width === 0) return
    viewport.glideTo(fitted(rect, viewport.size.value, NO_INSETS, 3))
  }

  function end(why: string): void {
    unfollow()
    said.value = why
  }

  let back: ReturnType<typeof setTimeout> | undefined
  const stopOnMove = () => {
    clearTimeout(back)
    if (held.value === 'locked') back = setTimeout(seeAsTheyDo, BACK_AFTER_MS)
    else if (followed.value) end(t('board.follow.ended'))
  }
  for (const event of ['wheel', 'pointerdown'] as const) useEventListener(surface, event, stopOnMove, { passive: true })
  useEventListener(surface, 'keydown', (event: KeyboardEvent) => MOVING_KEYS.test(event.key) && stopOnMove())
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
