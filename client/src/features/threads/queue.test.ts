import { expect, test } from 'vitest'
import { afterArrival, nextToSend, type Queued, queuedAt, readQueue, refusalOf, withEntry } from './queue.ts'

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
  expect(nextToSend([entry(1, inThread, 'forbidden'), entry(2, inThread)])?.id).toBe(ID(2))
  expect(nextToSend([entry(1, inThread, 'forbidden')])).toBeNull()
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
