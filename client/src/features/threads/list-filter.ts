import type { Side } from '@meydan/shared/words'
import type { MessageKey } from '../../i18n/index.ts'
import type { ListQuery } from './useThreadList.ts'

/** What of a room's threads somebody wants to see. */
export type ListFilter = {
  state: 'open' | 'resolved' | 'all'
  mine: boolean
  unread: boolean
  side: Side | ''
  documentId: string
  recordId: string
  words: string
}

export const noFilter = (): ListFilter => ({
  state: 'open',
  mine: false,
  unread: false,
  side: '',
  documentId: '',
  recordId: '',
  words: '',
})

export function queryOf({ state, mine, unread, side, documentId, recordId, words }: ListFilter): ListQuery {
  return {
    state,
    mine: mine ? 'true' : 'false',
    unread: unread ? 'true' : 'false',
    ...(side && { side }),
    ...(documentId && { documentId }),
    ...(recordId && { recordId }),
    ...(words.trim() && { q: words.trim().slice(0, 200) }),
  }
}

/** Whether less is asked for than a state has. */
export function isNarrowed({ mine, unread, side, documentId, words }: ListFilter): boolean {
  return mine || unread || side !== '' || documentId !== '' || words.trim() !== ''
}

/** Which words tell why nothing is there, in a room that has so many threads in all; each teaches one thing. */
export function emptyKey(filter: ListFilter, total: number): Extract<MessageKey, `threads.empty.${string}.title`> {
  if (total === 0) return 'threads.empty.all.title'
  if (filter.words.trim() || filter.side || filter.documentId) return 'threads.empty.found.title'
  if (filter.unread) return 'threads.empty.unread.title'
  if (filter.mine) return 'threads.empty.mine.title'
  return `threads.empty.${filter.state}.title`
}
