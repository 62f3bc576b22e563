import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { chanceFrom } from '../board/any-act.ts'
import { linesOf, plainTextOf, type RichBlock } from '../rich-text/read.ts'
import { checkRichText } from '../rich-text/schema.ts'
import { leaveTidying } from '../rich-text/tidying.ts'
import { fromRich } from '../rich-text/write.ts'
import { undoOrRedo } from '../undo-step.ts'
import { editMinutesAtRandom } from './any-edit.ts'
import { MINUTES_EDIT, Minutes } from './minutes.ts'
import { parseMinutes } from './parse.ts'
import { clausesOf, namedIn, sectionsOf, wordsToFind } from './passages.ts'

/** `MINUTES_SEEDS=2000 npx vitest run shared/src/documents/minutes/converge.test.ts` looks longer; each test is one seed. */
const SEEDS = Array.from(
  { length: Number(process.env.MINUTES_SEEDS ?? 60) },
  (_, index) => Number(process.env.MINUTES_FIRST ?? 1) + index,
)
const MEETING = '0190aaaa-0000-7000-8000-00000000000a'
const BEGINNING: RichBlock[] = [
  { type: 'heading', level: 2, pieces: [{ text: 'Gündem' }] },
  { type: 'paragraph', pieces: [{ text: 'Açılış' }] },
]
afterEach(() => vi.restoreAllMocks())

function peersOf(count: number) {
  const made = new Y.Doc()
  made.clientID = 100
  new Minutes(made).begin(BEGINNING, MEETING)
  const beginning = Y.encodeStateAsUpdate(made)
  const peers = Array.from({ length: count }, (_, number) => {
    const doc = new Y.Doc()
    doc.clientID = number + 1
    leaveTidying(doc)
    Y.applyUpdate(doc, beginning)
    const minutes = new Minutes(doc)
    const undo = new Y.UndoManager(minutes.undoScope, { trackedOrigins: new Set([MINUTES_EDIT]), captureTimeout: 0 })
    return { doc, minutes, undo, inbox: [] as Uint8Array[] }
  })
  for (const peer of peers) {
    peer.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === 'others') return
      for (const other of peers) if (other !== peer) other.inbox.push(bytes)
    })
  }
  return peers
}
type Peer = ReturnType<typeof peersOf>[number]

test.each(SEEDS)('whatever people do at the same time, they see the same minutes, and sound ones: seed %i', (seed) => {
  const chance = chanceFrom(seed)
  const peers = peersOf(3 + chance.below(2))
  const deliver = ({ doc, inbox }: Peer, most: number) => {
    for (let count = 0; count < most && inbox.length > 0; count++) {
      Y.applyUpdate(doc, inbox.splice(chance.below(inbox.length), 1)[0]!, 'others')
    }
  }
  for (let step = 0; step < 150; step++) {
    const { doc, minutes, undo } = chance.pick(peers)
    if (chance.below(6) === 0) undoOrRedo(undo, chance.below(3) ? 'undo' : 'redo')
    else doc.transact(() => editMinutesAtRandom(minutes.body!, chance), MINUTES_EDIT)
    deliver(chance.pick(peers), chance.below(10))
  }
  for (const peer of peers) deliver(peer, Number.POSITIVE_INFINITY)
  const truth = parseMinutes(peers[0]!.doc)
  expect(truth).toMatchObject({ meeting: MEETING, problems: [] })
  for (const { doc, minutes } of peers) {
    expect(doc.store.pendingStructs ?? doc.store.pendingDs).toBeNull()
    expect(parseMinutes(doc)).toEqual(truth)
    expect(checkRichText(minutes.body!, 'minutes')).toEqual([])
  }
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(peers[0]!.doc))
  expect(parseMinutes(fresh)).toEqual(truth)
})

test.each(SEEDS)('what is read of minutes is all of it, and makes them again: seed %i', (seed) => {
  const chance = chanceFrom(seed)
  const [{ doc, minutes }] = peersOf(1) as [Peer]
  for (let step = 0; step < 80; step++) doc.transact(() => editMinutesAtRandom(minutes.body!, chance), MINUTES_EDIT)
  const blocks = minutes.blocks()
  const again = new Y.Doc().getMap<Y.XmlFragment>('texts').set('body', fromRich(blocks))
  expect(plainTextOf(again)).toBe(minutes.plainText())
  for (const { id, words } of clausesOf(blocks)) {
    const [first] = blocks.filter((block) => block.type === 'clause' && block.id === id)
    expect(words, 'of what was pasted twice the first counts').toBe(linesOf([first!]).join('\n').trim())
  }
  const said = sectionsOf(blocks).flatMap(({ heading, words }) => [heading, words])
  const letters = (text: string) => text.replaceAll(/\s/g, '').length
  expect(letters(said.join(''))).toBe(letters(linesOf(blocks, wordsToFind).join('')))
  expect(namedIn(blocks).every(({ target }) => target !== '')).toBe(true)
})
