import type { DraftNote } from '@meydan/shared/contracts/writing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClientErrorCode } from '../../api.ts'
import type { UnsentNote } from '../../documents/unsent.ts'
import { type Content, DraftBook, SAVE_AFTER_MS } from './draft-book.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A server that does as it is told, and a device that keeps what waits. */
function world() {
  const server = new Map<string, Content>()
  const device = new Map<string, UnsentNote>()
  const state = { fails: null as ClientErrorCode | null, after: false, asked: 0, puts: 0 }
  const act = async (change: () => void): Promise<void> => {
    if (state.fails && !state.after) throw state.fails
    change()
    // The answer is lost on its way.
    if (state.fails) throw state.fails
  }
  const open = () =>
    new DraftBook({
      put: (id, content) =>
        act(() => void ((state.puts += 1), server.set(id, { ...content, text: content.text.trim() }))),
      remove: (id) => act(() => void server.delete(id)),
      codeOf: (error) => error as ClientErrorCode,
      keep: (note) => device.set(note.id, note),
      drop: (id) => device.delete(id),
      waiting: [...device.values()],
      isOver: () => void (state.asked += 1),
    })
  const mine = (): DraftNote[] => [...server].map(([id, content]) => ({ id, colour: 'sun', ...content }))
  const standing = (more: object = {}) => {
    vi.advanceTimersByTime(1)
    return { open: true, revealed: false, mine: mine(), askedAt: performance.now(), ...more }
  }
  const words = () => [...server.values()].map(({ text }) => text)
  return { server, device, state, open, standing, words }
}

const pause = () => vi.advanceTimersByTimeAsync(SAVE_AFTER_MS)

test('a note is sent when its writer pauses, and kept on the device until then', async () => {
  const { open, device, state, words } = world()
  const book = open()
  const { id } = book.add()
  for (const text of ['D', 'Di', 'Dil']) book.edit(id, { text })
  expect([book.cards[0]!.state, device.get(id)?.text, words()]).toEqual(['unsaved', 'Dil', []])
  await pause()
  expect([book.cards[0]!.state, device.size, words(), state.puts]).toEqual(['saved', 0, ['Dil'], 1])
})

test('an empty card is nobody’s note; a note that is emptied is deleted, and written again', async () => {
  const { open, words, device } = world()
  const book = open()
  const { id } = book.add()
  book.edit(id, { text: '  ' })
  await pause()
  expect([words(), device.size, book.cards[0]!.state]).toEqual([[], 0, 'new'])
  for (const [text, expected] of [
    ['a', ['a']],
    ['', []],
    ['b', ['b']],
  ] as const) {
    book.edit(id, { text })
    await pause()
    expect(words()).toEqual(expected)
  }
})

test('what could not be sent is sent again, also after a reload', async () => {
  const { open, words, state, device, standing } = world()
  state.fails = 'offline'
  const book = open()
  const { id } = book.add()
  book.edit(id, { text: 'kept' })
  await pause()
  expect(book.cards[0]!.state).toBe('unsaved')
  await vi.advanceTimersByTimeAsync(60_000)
  const again = open()
  expect(again.cards.map(({ text }) => text)).toEqual(['kept'])
  state.fails = null
  again.follow(standing())
  await pause()
  expect([words(), device.size, again.cards[0]!.state]).toEqual([['kept'], 0, 'saved'])
})

test('by itself too, and the first success makes the next try quick again', async () => {
  const { open, words, state } = world()
  state.fails = 'unavailable'
  const book = open()
  book.add('waits')
  await pause()
  await vi.advanceTimersByTimeAsync(40_000)
  state.fails = null
  await vi.advanceTimersByTimeAsync(15_000)
  expect(words()).toEqual(['waits'])
})

test('deleting reaches the server also where nobody knows whether the note did', async () => {
  const { open, words, state, device } = world()
  Object.assign(state, { fails: 'offline', after: true })
  const book = open()
  const { id } = book.add('arrived')
  await pause()
  expect(words()).toEqual(['arrived'])
  book.remove(id)
  expect(book.cards).toEqual([])
  state.fails = null
  await vi.advanceTimersByTimeAsync(1)
  expect([words(), device.size]).toEqual([[], 0])
})

test('a deleted note is brought back to its place', async () => {
  const { open, words, standing } = world()
  const book = open()
  const [first] = [book.add('a'), book.add('b')]
  await pause()
  book.remove(first.id)
  await pause()
  book.follow(standing())
  book.bringBack(first.id)
  await pause()
  expect([book.cards.map(({ text }) => text), words().sort()]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})

test('an old answer takes nothing back that was written since', async () => {
  const { open, standing } = world()
  const book = open()
  const old = standing()
  const { id } = book.add('new')
  await pause()
  book.follow(old)
  expect(book.cards.map(({ text }) => text)).toEqual(['new'])
  const before = standing()
  book.edit(id, { text: 'newer' })
  book.follow(before)
  expect(book.cards[0]!.text).toBe('newer')
})

test('what was written on another device appears, changes and goes', async () => {
  const { open, server, standing } = world()
  const book = open()
  server.set('11111111-1111-4111-8111-111111111111', { text: 'there', kind: 'need', position: 5 })
  book.follow(standing())
  expect(book.cards).toMatchObject([{ text: 'there', kind: 'need', state: 'saved' }])
  server.set('11111111-1111-4111-8111-111111111111', { text: 'there 2', kind: null, position: 5 })
  book.follow(standing())
  expect(book.cards).toMatchObject([{ text: 'there 2', kind: null }])
  server.clear()
  book.follow(standing())
  expect(book.cards).toEqual([])
})

test('the space at the end of what one is writing stays', async () => {
  const { open, standing } = world()
  const book = open()
  const { id } = book.add()
  book.edit(id, { text: 'and ' })
  await pause()
  book.follow(standing())
  expect(book.cards[0]).toMatchObject({ text: 'and ', state: 'saved' })
})

test('a step that doesn’t run holds what is written until it runs again', async () => {
  const { open, words, state, standing } = world()
  state.fails = 'step_over'
  const book = open()
  book.add('held')
  await pause()
  expect([book.cards[0]!.state, state.asked]).toEqual(['held', 1])
  book.follow(standing({ open: false }))
  book.follow(standing())
  await pause()
  expect(state.asked, 'asked once').toBe(1)
  state.fails = null
  book.follow(standing())
  await pause()
  expect([book.cards[0]!.state, words()]).toEqual(['saved', ['held']])
})

test('at the reveal what is saved leaves, and what isn’t stays, to be copied', async () => {
  const { open, device, state, standing } = world()
  const book = open()
  book.add('saved')
  await pause()
  state.fails = 'step_over'
  const { id } = book.add('too late')
  book.follow(standing({ open: false, revealed: true, mine: [] }))
  await pause()
  expect(book.cards).toMatchObject([{ text: 'too late', state: 'unsent' }])
  expect(device.size).toBe(1)
  book.putAway(id)
  expect([book.cards.length, device.size]).toEqual([0, 0])
})

test('a note whose answer was lost and that the server had taken is not called unsent', async () => {
  const { open, device, state, standing } = world()
  Object.assign(state, { fails: 'offline', after: true })
  const book = open()
  book.add('arrived')
  await pause()
  state.fails = null
  book.follow(standing({ open: false, revealed: true, mine: [] }))
  await pause()
  expect([book.cards.length, device.size]).toEqual([0, 0])
})

test('what the server refuses says why, and the words stay', async () => {
  const { open, device, state, words } = world()
  state.fails = 'invalid'
  const book = open()
  const { id } = book.add('too much')
  await pause()
  expect(book.cards[0]).toMatchObject({ state: 'refused', problem: 'invalid', text: 'too much' })
  expect(device.size).toBe(1)
  state.fails = null
  book.edit(id, { text: 'less' })
  await pause()
  expect(words()).toEqual(['less'])
})
