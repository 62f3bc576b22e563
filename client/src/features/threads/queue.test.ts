import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { expect, test } from 'vitest'
import {
  afterArrival,
  askedAnew,
  isOfUnknownWords,
  nextToSend,
  type Queued,
  queuedAt,
  readQueue,
  refusalOf,
  withEntry,
} from './queue.ts'

const ID = (last: number) => `00000000-0000-4000-8000-00000000000${last}`
const about = (recordId: string): Queued['target'] => ({
  kind: 'new',
  anchor: { kind: 'note', documentId: ID(9), recordId },
  words: 'Evening courses',
})
const entry = (last: number, target: Queued['target'], problem: string | null = null): Queued => ({
  id: ID(last),
  target,
  text: `comment ${last}`,
  attachments: [],
  at: '2026-11-23T10:00:00.000Z',
  problem,
})
const passage: Queued['target'] = {
  kind: 'new',
  anchor: { kind: 'passage', documentId: ID(9), from: 'AAAA', to: 'AAAB' },
  words: 'as was said',
}
const never = () => false
const inThread: Queued['target'] = { kind: 'thread', threadId: ID(8) }

test('what was kept is read again, and what can’t be read is nothing', () => {
  const queue = [entry(1, about('a')), entry(2, inThread, 'forbidden')]
  expect(readQueue(JSON.stringify(queue))).toEqual(queue)
  for (const broken of [null, '', '{', '[{"id":1}]', 'null']) expect(readQueue(broken)).toEqual([])
})

test('an entry is in the queue once, in its place', () => {
  const queue = [entry(1, inThread), entry(2, inThread)]
  expect(withEntry(queue, entry(1, inThread, 'invalid')).map(({ problem }) => problem)).toEqual(['invalid', null])
  expect(withEntry(queue, entry(3, inThread))).toHaveLength(3)
})

test('what was refused holds nobody up', () => {
  expect(nextToSend([entry(1, inThread, 'forbidden'), entry(2, inThread)], never)?.id).toBe(ID(2))
  expect(nextToSend([entry(1, inThread, 'forbidden')], never)).toBeNull()
})

test('what is about words that are still on their way waits, and holds nobody up', () => {
  const queue = [entry(1, passage), entry(2, inThread)]
  const waits = (anchor: ThreadAnchor) => anchor.kind === 'passage'
  expect(nextToSend(queue, waits)?.id).toBe(ID(2))
  expect(nextToSend([entry(1, passage)], waits)).toBeNull()
  expect(nextToSend(queue, never)?.id).toBe(ID(1))
})

test('what was sent before its words were there is sent once more when they are', () => {
  const queue = [entry(1, passage, 'not_found'), entry(2, about('a'), 'not_found'), entry(3, passage, 'forbidden')]
  expect(queue.map(isOfUnknownWords)).toEqual([true, false, false])
  expect(askedAnew(queue, never).map(({ problem }) => problem)).toEqual([null, 'not_found', 'forbidden'])
  expect(askedAnew(queue, () => true)).toEqual(queue)
})

test('two comments that were to begin one thread are in one', () => {
  const first = entry(1, about('a'))
  const left = afterArrival([first, entry(2, about('a')), entry(3, about('b'))], first, ID(7))
  expect(left).toEqual([entry(2, { kind: 'thread', threadId: ID(7) }), entry(3, about('b'))])
})

test('an answer that arrived changes nothing of the others', () => {
  const first = entry(1, inThread)
  expect(afterArrival([first, entry(2, about('a'))], first, ID(8))).toEqual([entry(2, about('a'))])
})

test('each place shows its own', () => {
  const queue = [entry(1, about('a')), entry(2, inThread), entry(3, about('b'))]
  expect(queuedAt(queue, about('a')).map(({ id }) => id)).toEqual([ID(1)])
  expect(queuedAt(queue, inThread).map(({ id }) => id)).toEqual([ID(2)])
})

test('what passes by itself waits; what the server refuses says why', () => {
  for (const code of ['offline', 'unavailable', 'busy', 'slow_down', 'internal']) {
    expect(refusalOf(code)).toBeNull()
  }
  expect(refusalOf('room_archived')).toBe('room_archived')
})
