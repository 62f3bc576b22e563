import { readonly, shallowRef } from 'vue'

/** Whose view I follow, by seat; null: my own. Boards put it to work, avatars begin and end it. */
const followed = shallowRef<string | null>(null)
/** Seats that can be followed now: on the same board, with something to show. */
const followable = shallowRef<ReadonlySet<string>>(new Set())
/** Where a facilitator made me follow: until I leave (`brought`), or until they let go (`locked`). */
const held = shallowRef<'brought' | 'locked' | null>(null)

export function useFollowing() {
  function unfollow(): void {
    if (held.value === 'locked') return
    held.value = null
    followed.value = null
  }
  function follow(seat: string): void {
    if (held.value === 'locked') return
    held.value = null
    followed.value = seat
  }
  return {
    followed: readonly(followed),
    followable,
    held: readonly(held),
    follow,
    unfollow,
    toggle(seat: string): void {
      if (followed.value === seat) unfollow()
      else follow(seat)
    },
    /** Follows whom a facilitator names; `how` says whether I can end it. */
    hold(seat: string, how: 'brought' | 'locked'): void {
      followed.value = seat
      held.value = how
    },
    /** Ends what a facilitator began; what I follow by my own choice goes on. */
    letGo(): void {
      if (!held.value) return
      held.value = null
      followed.value = null
    },
  }
}
