import type { StageView } from '@meydan/shared/contracts/stage'
import { useStorage, useTimeoutFn } from '@vueuse/core'
import { computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { useFollowing } from '../../people/following.ts'
import { openBoardHandle } from '../../workshop/board-handle.ts'
import type { Workshop } from '../../workshop/context.ts'
import { serverNow } from '../../workshop/server-clock.ts'
import { type Place, placeFor } from './whom-to-follow.ts'

/** A leader whose connection breaks comes back within this, or nobody waits for them. */
const LEADER_AWAY_MS = 10_000

/**
 * Takes me to where a facilitator wants everybody, and lets me go again: to their board, then to their view of it. Each
 * call is followed once; a locked view for as long as it is locked and its leader is here.
 */
export function useBeingLed(stage: Readonly<Ref<StageView | null>>, workshop: Workshop) {
  const { room, here, may, openBoard } = workshop
  const { followed, held, hold, unfollow, letGo } = useFollowing()
  const me = computed(() => ({ seatId: room.value.mySeat.id, mayDirect: may('stage.direct') }))
  const { leaderAway } = useLeaderAway(stage, here)

  /** Where I am on my way to, or held. */
  const place = shallowRef<Place | null>(null)
  /** The last call I followed: it stays answered when the page is loaded again. */
  const answered = useStorage(`meydan.stage.answered.${room.value.id}`, '', sessionStorage)
  let heldFor: Place | null = null

  watch(
    [stage, me, leaderAway],
    () => {
      const now = placeFor(stage.value, me.value, { now: serverNow(), leaderAway: leaderAway.value })
      if (now?.how === 'locked') place.value = isSame(place.value, now) ? place.value : now
      else if (!now) {
        place.value = null
        letGo()
      } else callOnce(now)
    },
    { immediate: true },
  )

  /** A call that was followed, or left, is not repeated by the next push. */
  function callOnce(now: Place): void {
    const call = `${now.seatId} ${stage.value?.broughtAt}`
    if (held.value === 'locked') letGo()
    if (call === answered.value) return
    answered.value = call
    place.value = now
  }

  const isThere = computed(() => place.value !== null && openBoardHandle.value?.documentId === place.value.documentId)
  watch(
    [place, () => openBoardHandle.value?.documentId],
    ([to, open], [before]) => {
      if (!to) return
      if (isThere.value) {
        heldFor = to
        hold(to.seatId, to.how)
      } else if (to.how === 'locked' || to !== before) openBoard(to.documentId)
      // Who was only brought may go elsewhere; on the way to a board none is open.
      else if (open) place.value = null
    },
    { immediate: true },
  )
  // They left: what they were called to no longer holds.
  watch(held, (how) => {
    if (!how && heldFor === place.value && place.value?.how === 'brought') place.value = null
  })
  onScopeDispose(letGo)

  const leader = computed(() => room.value.seats.find(({ id }) => id === place.value?.seatId))
  return {
    /** Whom I was brought to; null where I am by myself. */
    leader: computed(() => (held.value && followed.value === place.value?.seatId ? (leader.value ?? null) : null)),
    isLocked: computed(() => held.value === 'locked'),
    leave: unfollow,
  }
}

function isSame(one: Place | null, other: Place): boolean {
  return one?.seatId === other.seatId && one.documentId === other.documentId && one.how === other.how
}

/** Whether whoever leads has been away too long to wait for. */
function useLeaderAway(stage: Readonly<Ref<StageView | null>>, here: Workshop['here']) {
  const leaderAway = shallowRef(false)
  const { start, stop } = useTimeoutFn(
    () => {
      leaderAway.value = true
    },
    LEADER_AWAY_MS,
    { immediate: false },
  )
  const isHere = computed(() => {
    const seatId = stage.value?.leaderSeatId
    return !seatId || here.value.has(seatId)
  })
  watch(
    isHere,
    (now) => {
      stop()
      if (now) leaderAway.value = false
      else start()
    },
    { immediate: true },
  )
  return { leaderAway }
}
