import { readonly, shallowRef } from 'vue'

/** Whose view I follow, by seat; null: my own. Boards put it to work, avatars begin and end it. */
const followed = shallowRef<string | null>(null)
/** Seats that can be followed now: on the same board, with something to show. */
const followable = shallowRef<ReadonlySet<string>>(new Set())

export function useFollowing() {
  return {
    followed: readonly(followed),
    followable,
    follow(seat: string): void {
      followed.value = seat
    },
    unfollow(): void {
      followed.value = null
    },
    toggle(seat: string): void {
      followed.value = followed.value === seat ? null : seat
    },
  }
}
