import { listDecisions } from '@meydan/shared/contracts/decisions'
import type { NamedThing } from '@meydan/shared/contracts/named'
import { searchRecords } from '@meydan/shared/contracts/plans'
import { search, SEARCH_WORDS_MAX } from '@meydan/shared/contracts/search'
import { listVotes } from '@meydan/shared/contracts/votes'
import { foldName } from '@meydan/shared/names'
import { call } from '../../../api.ts'
import { thingAt } from '../../../minutes/addresses.ts'

const EACH_MOST = 12

type Thing = Pick<NamedThing, 'kind' | 'document' | 'record' | 'words'>
const asThing = (one: Thing): NamedThing => ({ ...one, state: 'here', action: null, decision: null })

/** What of a room says these words, some of each kind; without words what there is of notes, themes, decisions and votes. */
export async function foundThings(roomId: string, typed: string, onlyDecisions: boolean): Promise<NamedThing[]> {
  const words = typed.trim().slice(0, SEARCH_WORDS_MAX)
  if (onlyDecisions) return decisionsSaying(roomId, words)
  const kinds = [
    actionsSaying(roomId, words),
    decisionsSaying(roomId, words),
    onBoards(roomId, words),
    votesSaying(roomId, words),
  ]
  return (await Promise.all(kinds)).flatMap((found) => found.slice(0, EACH_MOST))
}

async function onBoards(roomId: string, words: string): Promise<NamedThing[]> {
  const { records } = await call(searchRecords, { params: { roomId }, query: { words } })
  return records.flatMap(({ kind, documentId: document, recordId: record, words: said, state }) =>
    state === 'here' && document !== null && (kind === 'note' || kind === 'theme')
      ? [asThing({ kind, document, record, words: said })]
      : [],
  )
}

async function actionsSaying(roomId: string, q: string): Promise<NamedThing[]> {
  if (q === '') return []
  const { found } = await call(search, { query: { q, kind: 'action', roomId } })
  return found.flatMap(({ path, words }) => {
    const ref = thingAt(location.origin + path, { origin: location.origin, roomId })
    // What is found begins with the title; what follows it describes the action.
    return ref ? [asThing({ ...ref, words: words.split('\n')[0]! })] : []
  })
}

async function decisionsSaying(roomId: string, q: string): Promise<NamedThing[]> {
  const { decisions } = await call(listDecisions, { params: { roomId }, query: q === '' ? {} : { q } })
  return decisions.map(({ id, title }) => asThing({ kind: 'decision', document: null, record: id, words: title }))
}

async function votesSaying(roomId: string, words: string): Promise<NamedThing[]> {
  const { votes } = await call(listVotes, { params: { roomId } })
  const wanted = foldName(words)
  return votes
    .filter(({ state, title }) => state === 'closed' && foldName(title).includes(wanted))
    .map(({ id, title }) => asThing({ kind: 'vote', document: null, record: id, words: title }))
}
