import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { chanceFrom } from '../board/any-act.ts'
import { editRichAtRandom } from '../rich-text/any-edit.ts'
import { textsIn } from '../rich-text/read.ts'
import { checkRichText } from '../rich-text/schema.ts'
import { leaveTidying } from '../rich-text/tidying.ts'
import { undoOrRedo } from '../undo-step.ts'
import { actOnPlanAtRandom } from './any-act.ts'
import { parsePlan } from './parse.ts'
import { PLAN_EDIT, Plan } from './plan.ts'
import { waitingInCircles } from './promise.ts'

/** `PLAN_SEEDS=2000 npx vitest run shared/src/documents/plan/converge.test.ts` looks longer; each test is one seed. */
const SEEDS = Array.from(
  { length: Number(process.env.PLAN_SEEDS ?? 60) },
  (_, index) => Number(process.env.PLAN_FIRST ?? 1) + index,
)
const STEPS = 80

function repeatable(seed: number) {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  vi.spyOn(Date, 'now').mockImplementation(() => chance.below(1_000_000))
  return chance
}
afterEach(() => vi.restoreAllMocks())

function peersOf(count: number) {
  const peers = Array.from({ length: count }, (_, number) => {
    const doc = new Y.Doc()
    doc.clientID = number + 1
    leaveTidying(doc)
    const plan = new Plan(doc)
    const undo = new Y.UndoManager(plan.undoScope, { trackedOrigins: new Set([PLAN_EDIT]), captureTimeout: 0 })
    return { doc, plan, undo, inbox: [] as Uint8Array[], author: { seat: `seat ${number}`, side: 'civil' as const } }
  })
  for (const peer of peers) {
    peer.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === 'others') return
      for (const other of peers) if (other !== peer) other.inbox.push(bytes)
    })
  }
  return peers
}

test.each(SEEDS)('whatever people do at the same time, they see one plan: seed %i', (seed) => {
  const chance = repeatable(seed)
  const peers = peersOf(3 + chance.below(2))
  const deliver = ({ doc, inbox }: (typeof peers)[number], most: number) => {
    for (let count = 0; count < most && inbox.length > 0; count++) {
      Y.applyUpdate(doc, inbox.splice(chance.below(inbox.length), 1)[0]!, 'others')
    }
  }
  for (let step = 0; step < STEPS; step++) {
    const { plan, undo, author } = chance.pick(peers)
    const chosen = chance.below(14)
    if (chosen < 2) undoOrRedo(undo, chosen === 0 ? 'undo' : 'redo')
    else actOnPlanAtRandom(plan, chance, author)
    deliver(chance.pick(peers), chance.below(12))
  }
  for (const peer of peers) deliver(peer, Number.POSITIVE_INFINITY)
  const [first, ...others] = peers
  const truth = parsePlan(first!.doc)
  expect(truth.problems).toEqual([])
  for (const { doc, plan } of others) {
    expect(doc.store.pendingStructs ?? doc.store.pendingDs).toBeNull()
    expect(parsePlan(doc)).toEqual(truth)
    expect(doc.getMap('texts').toJSON()).toEqual(first!.doc.getMap('texts').toJSON())
    expect(waitingInCircles(plan)).toEqual(waitingInCircles(first!.plan))
  }
  // What a long-lived copy keeps parsed is what a fresh one reads; and nothing under a goal is lost with it.
  for (const text of first!.plan.texts.values()) expect(checkRichText(text as Y.XmlFragment)).toEqual([])
  const fresh = new Y.Doc()
  leaveTidying(fresh)
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(first!.doc))
  expect(parsePlan(fresh)).toEqual(truth)
  expect(fresh.getMap('texts').toJSON()).toEqual(first!.doc.getMap('texts').toJSON())
  const shown = [null, ...first!.plan.orderedGoals().map(({ id }) => id)].flatMap((goal) => first!.plan.actionsOf(goal))
  expect(shown.map(({ id }) => id).sort()).toEqual(truth.actions.map(({ id }) => id).sort())
})

test.each(SEEDS)('undo takes back one’s own acts and nothing of others: seed %i', (seed) => {
  const chance = repeatable(seed)
  const [mine, theirs] = peersOf(2)
  const own = (plan: Plan, seat: string) => parsePlan(plan.doc).actions.filter((action) => action.seat === seat)
  for (let step = 0; step < 30; step++) {
    const peer = chance.below(2) ? mine! : theirs!
    const of = own(peer.plan, peer.author.seat).map(({ id }) => id)
    const on = of.length > 0 && chance.below(2) ? chance.pick(of) : null
    if (on) peer.plan.edit(on, { title: `title ${step}`, due: '2027-01-01' })
    else peer.plan.addActions([{ title: `new ${step}` }], peer.author)
    const other = peer === mine ? theirs! : mine!
    for (const bytes of other.inbox.splice(0)) Y.applyUpdate(other.doc, bytes, 'others')
  }
  const sync = () => {
    for (const bytes of theirs!.inbox.splice(0)) Y.applyUpdate(theirs!.doc, bytes, 'others')
  }
  const [minesAll, theirsAll] = [own(mine!.plan, 'seat 0'), own(mine!.plan, 'seat 1')]
  while (mine!.undo.canUndo()) mine!.undo.undo()
  sync()
  expect(own(theirs!.plan, 'seat 0')).toEqual([])
  expect(own(theirs!.plan, 'seat 1')).toEqual(theirsAll)
  while (mine!.undo.canRedo()) mine!.undo.redo()
  sync()
  expect(own(theirs!.plan, 'seat 0')).toEqual(minesAll)
})

test.each(SEEDS)('three people type, format and undo in one description: seed %i', (seed) => {
  const chance = repeatable(seed)
  const peers = peersOf(3)
  const [id] = peers[0]!.plan.addActions([{ title: 'a', description: 'One line\nand another' }], peers[0]!.author)
  const deliver = ({ doc, inbox }: (typeof peers)[number], most: number) => {
    for (let count = 0; count < most && inbox.length > 0; count++) Y.applyUpdate(doc, inbox.shift()!, 'others')
  }
  for (const peer of peers) deliver(peer, 9)
  for (let step = 0; step < 120; step++) {
    const { plan, undo } = chance.pick(peers)
    const text = plan.richDescriptionOf(id!)
    if (chance.below(5) === 0) undoOrRedo(undo, chance.below(3) ? 'undo' : 'redo')
    else if (text) plan.transact(() => editRichAtRandom(text, chance))
    deliver(chance.pick(peers), chance.below(8))
  }
  for (const peer of peers) deliver(peer, Number.POSITIVE_INFINITY)
  const [first, ...others] = peers.map(({ doc }) => doc.getMap('texts').toJSON())
  for (const other of others) expect(other).toEqual(first)
  for (const { plan } of peers) {
    const text = plan.richDescriptionOf(id!)
    if (text) expect(checkRichText(text)).toEqual([])
  }
})

test.each(SEEDS)('undo in a description takes back one’s own words and marks alone: seed %i', (seed) => {
  const chance = repeatable(seed)
  const [mine, theirs] = peersOf(2)
  const sync = () => {
    for (const { doc, inbox } of [mine!, theirs!])
      for (const bytes of inbox.splice(0)) Y.applyUpdate(doc, bytes, 'others')
  }
  const [id] = theirs!.plan.addActions([{ title: 'a', description: 'Their words stay' }], theirs!.author)
  sync()
  mine!.undo.clear()
  const words = (plan: Plan) => textsIn(plan.richDescriptionOf(id!)!)[0]!
  const before = theirs!.plan.texts.get(id!)!.toString()
  const letters = () => words(mine!.plan).length
  for (let step = 0; step < 12; step++) {
    if (chance.below(2)) mine!.plan.transact(() => words(mine!.plan).insert(chance.below(letters()), 'M', {}))
    else mine!.plan.transact(() => words(mine!.plan).format(chance.below(6), 3, { bold: {} }))
    if (chance.below(2)) sync()
  }
  sync()
  theirs!.plan.transact(() => words(theirs!.plan).insert(0, 'T'))
  sync()
  while (mine!.undo.canUndo()) mine!.undo.undo()
  sync()
  expect(theirs!.plan.texts.get(id!)!.toString()).toBe(before.replace('Their', 'TTheir'))
})
