import type { VoteView } from '@meydan/shared/contracts/votes'
import type { NewSource } from '@meydan/shared/documents/plan/plan'
import type { OptionReading, ReadingName } from '@meydan/shared/votes/readings'
import type { AskedAction } from '../../workshop/asked-actions.ts'

/** The first so many are ticked to begin with. */
const FIRST = 3
/** As many as are added to a plan at once. */
const MOST = 100

/**
 * What was voted on, to make actions of, in the order of a result. Each comes from the vote, and where it is an object
 * of a board that an action can come from, from that too.
 */
export function askedOf(vote: VoteView, sorted: readonly OptionReading[], reading: ReadingName): AskedAction[] {
  return sorted.slice(0, MOST).flatMap(({ optionId, raw, places }) => {
    const option = vote.options.find(({ id }) => id === optionId)
    if (!option || option.hidden) return []
    const { recordType: kind, recordId: record, label } = option
    const sources: NewSource[] = [{ kind: 'vote', document: null, record: vote.id }]
    if (vote.documentId && (kind === 'note' || kind === 'theme')) {
      sources.push({ kind, document: vote.documentId, record })
    }
    const { rank } = places[reading]
    const chosen = raw > 0 && rank !== null && rank <= FIRST
    return [{ sources, title: label, text: label, fields: [], locality: '', chosen }]
  })
}
