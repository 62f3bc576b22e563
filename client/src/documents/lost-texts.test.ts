import { Board } from '@meydan/shared/documents/board/board'
import { moveItems, removeItems } from '@meydan/shared/documents/board/moving'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setDays, setStatus } from '@meydan/shared/documents/plan/promise'
import { textsIn } from '@meydan/shared/documents/rich-text/read'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Committed } from './committed.ts'
import { lostTexts, withoutStored } from './lost-texts.ts'

const author = { seat: 'seat', side: 'civil' } as const
const at = { x: 0, y: 0 }

/** A board that came from the server, and what is known to be committed of it. */
function opened(): { server: Board; mine: Board; committed: Committed; ids: string[] } {
  const server = new Board(new Y.Doc())
  const ids = server.addNotes(
    [
      { at, text: 'Water first' },
      { at, text: 'A school' },
    ],
    author,
  )
  ids.push(server.addFrame({ at, size: { width: 400, height: 400 }, title: 'Needs' }))
  const mine = new Board(new Y.Doc())
  const committed = new Committed()
  const update = Y.encodeStateAsUpdate(server.doc)
  Y.applyUpdate(mine.doc, update)
  committed.received(update)
  return { server, mine, committed, ids }
}

test('what came from the server or was acknowledged is not lost', () => {
  const { mine, committed } = opened()
  expect(lostTexts(mine.doc, committed)).toEqual([])
  expect(committed.isBehind(mine.doc)).toBe(false)
  mine.addNotes([{ at, text: 'acknowledged' }], author)
  expect(committed.isBehind(mine.doc)).toBe(true)
  committed.everything(mine.doc)
  expect(lostTexts(mine.doc, committed)).toEqual([])
})

test('new notes, changed notes and new titles are lost in full; moves and deletions lose no words', () => {
  const { mine, committed, ids } = opened()
  mine.write(ids[0]!, 'Water first, and roads')
  const [added] = mine.addNotes(
    [
      { at, text: 'Written offline' },
      { at, text: '   ' },
    ],
    author,
  )
  moveItems(mine, new Map([[ids[1]!, { x: 900, y: 900 }]]))
  mine.edit([ids[2]!], { title: 'Needs and wishes' })
  expect(lostTexts(mine.doc, committed)).toEqual([
    { id: ids[0], kind: 'note', text: 'Water first, and roads' },
    { id: added, kind: 'note', text: 'Written offline' },
    { id: ids[2], kind: 'frame', text: 'Needs and wishes', field: 'title' },
  ])
  removeItems(mine, [added!])
  expect(lostTexts(mine.doc, committed).map(({ id }) => id)).not.toContain(added)
})

test('where the server may have erased words, only one’s own come out, and nothing of what stood around them', () => {
  const { mine, committed, ids } = opened()
  mine.write(ids[0]!, 'Clean Water first')
  mine.write(ids[0]!, 'Clean Water first, please')
  mine.write(ids[1]!, 'A')
  expect(lostTexts(mine.doc, committed, { ownOnly: true })).toEqual([
    { id: ids[0], kind: 'note', text: 'Clean \n, please' },
  ])
})

test('what others wrote meanwhile is theirs', () => {
  const { server, mine, committed, ids } = opened()
  mine.write(ids[1]!, 'A school nearby')
  const known = Y.encodeStateVector(server.doc)
  server.write(ids[0]!, 'Water first, says Mehmet')
  const update = Y.encodeStateAsUpdate(server.doc, known)
  Y.applyUpdate(mine.doc, update)
  committed.received(update)
  expect(lostTexts(mine.doc, committed).map(({ text }) => text)).toEqual(['A school nearby'])
})

test('kept over a reload, the measure is the same', () => {
  const { mine, committed } = opened()
  mine.addNotes([{ at, text: 'kept' }], author)
  const reloaded = new Y.Doc()
  Y.applyUpdate(reloaded, Y.encodeStateAsUpdate(mine.doc))
  expect(lostTexts(reloaded, new Committed(committed.encode())).map(({ text }) => text)).toEqual(['kept'])
})

test('words that the fresh document has are not offered', () => {
  const { server, mine, committed, ids } = opened()
  mine.write(ids[0]!, 'Water and roads')
  mine.write(ids[1]!, 'A school nearby')
  server.write(ids[0]!, 'Water and roads')
  expect(withoutStored(lostTexts(mine.doc, committed), server.doc).map(({ id }) => id)).toEqual([ids[1]])
})

test('words of every kind of object count, and only those', () => {
  const { server, mine, committed, ids } = opened()
  const shape = mine.add('shape', { at }, author)
  mine.write(shape, 'Decide in May')
  const theme = mine.add('theme', { at, title: 'Water', affected: 'Newcomers', kind: 'need', severity: 4 }, author)
  const end = { item: null, at }
  const line = mine.addConnector({ from: end, to: end, label: 'because of' }, author)
  const picture = mine.add('picture', { at, file: 'f', alt: 'A map of the quarter' }, author)
  mine.add('stroke', { at, points: '1 2 3' }, author)
  mine.edit([ids[0]!], { locality: 'Yenipınar', evidence: 'https://example.org', fields: ['legal'], colour: 'mint' })
  const lost = lostTexts(mine.doc, committed)
  expect(lost).toEqual([
    { id: ids[0], kind: 'note', text: 'Yenipınar', field: 'locality' },
    { id: ids[0], kind: 'note', text: 'https://example.org', field: 'evidence' },
    { id: shape, kind: 'shape', text: 'Decide in May' },
    { id: theme, kind: 'theme', text: 'Water', field: 'title' },
    { id: theme, kind: 'theme', text: 'Newcomers', field: 'affected' },
    { id: line, kind: 'connector', text: 'because of', field: 'label' },
    { id: picture, kind: 'picture', text: 'A map of the quarter', field: 'alt' },
  ])
  server.edit([ids[0]!], { locality: 'Yenipınar' })
  expect(withoutStored(lost, server.doc).map(({ text }) => text)).not.toContain('Yenipınar')
  expect(withoutStored(lost, server.doc)).toHaveLength(6)
})

test('of a plan: goals, actions with what they say of themselves, lines of lists, reasons', () => {
  const server = new Plan(new Y.Doc())
  const [known] = server.addActions([{ title: 'Courses', due: '2027-01-31', description: 'In the evening' }], author)
  setStatus(server, [known!], 'agreed')
  const mine = new Plan(new Y.Doc())
  const committed = new Committed()
  const update = Y.encodeStateAsUpdate(server.doc)
  Y.applyUpdate(mine.doc, update)
  committed.received(update)
  expect(lostTexts(mine.doc, committed)).toEqual([])
  const goal = mine.addGoal('Reachable services')
  const [made] = mine.addActions([{ title: 'A desk', goal, description: 'At the town hall' }], author)
  mine.edit(known!, { resources: 'Two rooms', status: 'started' })
  const check = mine.addCheck(known!, 'Ask the school')
  setDays(mine, known!, { due: '2027-03-31' }, { author, reason: 'The budget came late' })
  const lost = lostTexts(mine.doc, committed)
  expect(lost).toEqual([
    { id: goal, kind: 'goal', text: 'Reachable services', field: 'title' },
    { id: known, kind: 'action', text: 'Two rooms', field: 'resources' },
    { id: made, kind: 'action', text: 'At the town hall' },
    { id: made, kind: 'action', text: 'A desk', field: 'title' },
    { id: check, kind: 'check', text: 'Ask the school', field: 'text' },
    { id: expect.any(String), kind: 'replanning', text: 'The budget came late', field: 'reason' },
  ])
  server.edit(known!, { resources: 'Two rooms' })
  expect(withoutStored(lost, server.doc).map(({ text }) => text)).not.toContain('Two rooms')
})

test('of a rich description the words are lost, line by line, and marks alone are no words', () => {
  const server = new Plan(new Y.Doc())
  const [id] = server.addActions([{ title: 'Road', description: 'One\nTwo' }], author)
  const mine = new Plan(new Y.Doc())
  const committed = new Committed()
  const update = Y.encodeStateAsUpdate(server.doc)
  Y.applyUpdate(mine.doc, update)
  committed.received(update)
  const words = textsIn(mine.richDescriptionOf(id!)!)
  words[0]!.format(0, 2, { bold: {} })
  expect(lostTexts(mine.doc, committed)).toEqual([])
  words[1]!.insert(3, ' more', { bold: {} })
  mine.describeFurther(id!, [{ type: 'bulletList', items: [[{ type: 'paragraph', pieces: [{ text: 'Three' }] }]] }])
  const lost = lostTexts(mine.doc, committed)
  expect(lost).toEqual([{ id, kind: 'action', text: 'One\nTwo more\nThree' }])
  expect(lostTexts(mine.doc, committed, { ownOnly: true })).toEqual([{ id, kind: 'action', text: ' more\nThree' }])
  expect(withoutStored(lost, server.doc)).toEqual(lost)
  expect(withoutStored(lost, mine.doc)).toEqual([])
})
