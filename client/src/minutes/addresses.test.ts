import { expect, test } from 'vitest'
import { addressOf, thingAt } from './addresses.ts'

const ROOM = '0f8fad5b-d9cb-469f-a165-70867728950e'
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const BOARD = '16fd2706-8baf-433b-82eb-8c7fada847da'
const here = { origin: 'https://meydan.example', roomId: ROOM }
const at = (path: string, origin = here.origin) => thingAt(`${origin}${path}`, here)

test('a link to something in this room becomes what it leads to, and back', () => {
  const refs = [
    { kind: 'note', document: BOARD, record: 'a b/c' },
    { kind: 'action', document: BOARD, record: 'x1' },
    { kind: 'decision', document: null, record: BOARD },
  ] as const
  for (const ref of refs) expect(at(addressOf(ROOM, ref)!)).toEqual(ref)
  expect(thingAt(`  https://meydan.example/rooms/${ROOM}/boards/${BOARD}?record=n\n`, here)).toMatchObject({
    kind: 'note',
    record: 'n',
  })
  // Wherever in the room it was copied, a decision is opened.
  expect(at(`/rooms/${ROOM}/plans/${BOARD}?decision=${OTHER}`)).toMatchObject({ kind: 'decision', record: OTHER })
  expect(addressOf(ROOM, { kind: 'vote', document: null, record: BOARD })).toBeNull()
})

test.each([
  ['of another room', `/rooms/${OTHER}/boards/${BOARD}?record=n`],
  ['to a board itself', `/rooms/${ROOM}/boards/${BOARD}`],
  ['with an action of a board', `/rooms/${ROOM}/boards/${BOARD}?action=n`],
  ['with a document that is no id', `/rooms/${ROOM}/boards/nowhere?record=n`],
  ['with an empty name', `/rooms/${ROOM}/boards/${BOARD}?record=`],
  ['with a name that is too long', `/rooms/${ROOM}/boards/${BOARD}?record=${'n'.repeat(65)}`],
  ['with a decision that is no id', `/rooms/${ROOM}?decision=n`],
  ['further inside', `/rooms/${ROOM}/boards/${BOARD}/more?record=n`],
])('an address %s stays an address', (_what, path) => {
  expect(at(path)).toBeNull()
})

test('neither does anything of another place, or more than an address', () => {
  const path = `/rooms/${ROOM}/boards/${BOARD}?record=n`
  expect(at(path, 'https://meydan.example.org')).toBeNull()
  expect(at(path, 'http://meydan.example')).toBeNull()
  expect(thingAt(`see ${here.origin}${path}`, here)).toBeNull()
  expect(thingAt('javascript:alert(1)', here)).toBeNull()
  expect(thingAt('', here)).toBeNull()
})
