import { BROUGHT_FOR_MS, type StageView } from '@meydan/shared/contracts/stage'

export type Place = { seatId: string; documentId: string; how: 'brought' | 'locked' }

/**
 * Where a facilitator wants me to be now; null: wherever I like. Whoever leads is not brought, and nobody is kept at the
 * view of somebody who isn't there. Facilitators are brought like everybody, and may leave even a locked view.
 */
export function placeFor(
  stage: StageView | null,
  me: { seatId: string; mayDirect: boolean },
  seen: { now: number; leaderAway: boolean },
): Place | null {
  if (!stage?.leaderSeatId || !stage.documentId || stage.leaderSeatId === me.seatId || seen.leaderAway) return null
  const { leaderSeatId: seatId, documentId } = stage
  if (stage.viewLocked && !me.mayDirect) return { seatId, documentId, how: 'locked' }
  // Who comes later than that isn't dragged about any more.
  const isOld = stage.broughtAt === null || seen.now - Date.parse(stage.broughtAt) > BROUGHT_FOR_MS
  return isOld && !stage.viewLocked ? null : { seatId, documentId, how: 'brought' }
}
