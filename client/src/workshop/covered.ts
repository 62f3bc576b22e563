import { shallowRef } from 'vue'

/** How far down, in pixels, what is said to all lies over the board: a list, and the past, begin below it. */
export const coveredAbove = shallowRef(0)
