import { isGranted } from '@meydan/shared/permissions'
import type { SeatRole } from '@meydan/shared/words'
import { shallowRef } from 'vue'

/** Whether a facilitator has asked for calm: then boards send and show the cursors of those who lead alone. */
export const cursorsMuted = shallowRef(false)

/** Whether somebody in this role points while the others' cursors are muted. */
export function pointsAlways(role: SeatRole): boolean {
  return isGranted('stage.direct', new Set([role]))
}
