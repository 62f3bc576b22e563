import type { ChangeView } from '@meydan/shared/contracts/history'
import type { Moment } from './history-time.ts'

/**
 * The moment at which a change can be seen: the last one before a deletion, the first one after anything else; the
 * board as it is where the object is there still. Undefined where nothing that old is kept. `moments` in order.
 */
export function momentShowing(moments: readonly Moment[], change: ChangeView, isThereNow: boolean): Moment | undefined {
  const at = Date.parse(change.changedAt)
  const timeOf = ({ version }: Moment) => (version ? Date.parse(version.createdAt) : Number.POSITIVE_INFINITY)
  if (change.action === 'deleted') return moments.findLast((moment) => timeOf(moment) <= at)
  if (isThereNow) return moments.at(-1)
  return moments.find((moment) => moment.version && timeOf(moment) >= at)
}
