import { describe, expect, it, test } from 'vitest'
import * as Y from 'yjs'
import { mergeActions, splitAction } from './lineage.ts'
import { parsePlan } from './parse.ts'
import { type Author, type NewSource, Plan } from './plan.ts'
import {
  endsBeforeStart,
  isOverdue,
  needsReason,
  progressOf,
  setAfter,
  setDays,
  setStatus,
  waitingInCircles,
} from './promise.ts'
import { DESCRIPTION_MAX } from './records.ts'

const author: Author = { seat: 'me', side: 'public' }
const note = (record: string): NewSource => ({ kind: 'note', document: 'board', record })
const titles = (plan: Plan, goal: string | null = null) => plan.actionsOf(goal).map(({ title }) => title)

function planWith(...names: string[]) {
  const plan = new Plan(new Y.Doc())
  const ids = plan.addActions(
    names.map((title) => ({ title })),
    author,
  )
  return { plan, ids, get: (index: number) => plan.actions.get(ids[index]!)! }
}

describe('goals and actions', () => {
  it('keep their order, wherever one is put', () => {
    const { plan, ids } = planWith('a', 'b', 'c')
    plan.moveAction(ids[2]!, null, ids[0]!)
    expect(titles(plan)).toEqual(['c', 'a', 'b'])
    plan.addActions([{ title: 'x' }, { title: 'y' }], author, ids[1]!)
    expect(titles(plan)).toEqual(['c', 'a', 'x', 'y', 'b'])
    plan.moveAction(ids[2]!, null, null)
    expect(titles(plan)).toEqual(['a', 'x', 'y', 'b', 'c'])
    plan.moveAction(ids[0]!, null, ids[0]!)
    expect(titles(plan)).toEqual(['a', 'x', 'y', 'b', 'c'])
  })

  it('lines of a list keep their order, wherever one is put', () => {
    const { plan, ids } = planWith('a', 'b')
    const [one, two, three] = ['one', 'two', 'three'].map((text) => plan.addCheck(ids[0]!, text)!)
    const texts = () => plan.checksOf(ids[0]!).map(({ text }) => text)
    plan.moveCheck(three!, one!)
    expect(texts()).toEqual(['three', 'one', 'two'])
    plan.moveCheck(three!, null)
    expect(texts()).toEqual(['one', 'two', 'three'])
    plan.moveCheck(two!, two!)
    plan.moveCheck('nothing', one!)
    expect(texts()).toEqual(['one', 'two', 'three'])
  })

  it('a goal that goes leaves its actions', () => {
    const plan = new Plan(new Y.Doc())
    const [first, second] = [plan.addGoal('First'), plan.addGoal('Second')]
    plan.moveGoal(second, first)
    expect(plan.orderedGoals().map(({ title }) => title)).toEqual(['Second', 'First'])
    plan.addActions([{ title: 'a', goal: first }], author)
    plan.removeGoal(first)
    expect(titles(plan)).toEqual(['a'])
  })

  it('an action takes its words, list, sources and reasons with it, and nobody waits for it', () => {
    const { plan, ids } = planWith('a', 'b')
    plan.describe(ids[0]!, 'Why')
    plan.addCheck(ids[0]!, 'Ask')
    plan.addSources(ids[0]!, [note('n')], author)
    setAfter(plan, ids[1]!, [ids[0]!])
    plan.removeActions([ids[0]!])
    expect(parsePlan(plan.doc)).toMatchObject({ actions: [{ id: ids[1], after: [], description: '' }] })
    expect([plan.checks.all(), plan.sources.all(), plan.texts.size]).toEqual([[], [], 1])
  })

  it('refuses longer words than it holds, and knows a source once', () => {
    const { plan, ids } = planWith('a')
    expect(plan.describe(ids[0]!, 'x'.repeat(DESCRIPTION_MAX + 1))).toBe(false)
    plan.addSources(ids[0]!, [note('n'), note('n'), note('m')], author)
    plan.addSources(ids[0]!, [note('m'), { kind: 'vote', document: null, record: 'v' }], author)
    expect(
      plan
        .sourcesOf(ids[0]!)
        .map(({ record }) => record)
        .sort(),
    ).toEqual(['m', 'n', 'v'])
  })

  it('odd records are read by what is sound in them', () => {
    const doc = new Y.Doc()
    const root = doc.getMap('actions') as Y.Map<Y.Map<unknown>>
    const odd = new Y.Map<unknown>(
      Object.entries({ title: 7, due: '31.12.2026', budget: -1, progress: 1e308, after: 'x' }),
    )
    root.set('odd', odd)
    expect(parsePlan(doc).actions).toMatchObject([
      { id: 'odd', title: '', due: null, budget: null, progress: null, after: [], status: 'proposed' },
    ])
  })
})

describe('promises', () => {
  it('keep the days they were given when they were agreed, and say why a day was moved', () => {
    const { plan, ids, get } = planWith('a')
    const id = ids[0]!
    expect(setDays(plan, id, { start: '2027-01-01', due: '2027-02-01' }, { author })).toBe(true)
    setStatus(plan, [id], 'agreed')
    expect(get(0)).toMatchObject({ agreedStart: '2027-01-01', agreedDue: '2027-02-01' })
    expect(needsReason(get(0), '2027-03-01')).toBe(true)
    expect(setDays(plan, id, { due: '2027-03-01' }, { author, reason: '  ' })).toBe(false)
    expect(get(0).due).toBe('2027-02-01')
    expect(setDays(plan, id, { due: '2027-03-01' }, { author, reason: 'The budget came late' })).toBe(true)
    expect(get(0)).toMatchObject({ due: '2027-03-01', agreedDue: '2027-02-01' })
    expect(plan.replanningsOf(id)).toMatchObject([
      { from: '2027-02-01', to: '2027-03-01', reason: 'The budget came late', seat: 'me' },
    ])
    setStatus(plan, [id], 'started')
    expect(get(0).agreedDue, 'agreed but once').toBe('2027-02-01')
    expect(setDays(plan, id, { start: '2027-01-05' }, { author }), 'the beginning is free').toBe(true)
  })

  it('what was agreed without an end is promised for its first one', () => {
    const { plan, ids, get } = planWith('a')
    setStatus(plan, ids, 'agreed')
    expect(setDays(plan, ids[0]!, { due: '2027-02-01' }, { author })).toBe(true)
    expect(get(0).agreedDue).toBe('2027-02-01')
  })

  test.each([
    ['proposed', '2026-12-31', true],
    ['started', '2026-12-31', true],
    ['done', '2026-12-31', false],
    ['dropped', '2026-12-31', false],
    ['agreed', '2027-01-01', false],
    ['agreed', null, false],
  ] as const)('%s and due on %s is overdue on the first of January: %s', (status, due, late) => {
    expect(isOverdue({ status, due }, '2027-01-01')).toBe(late)
  })

  it('an end before the beginning is seen', () => {
    expect(endsBeforeStart({ start: '2027-01-02', due: '2027-01-01' })).toBe(true)
    expect(endsBeforeStart({ start: '2027-01-01', due: '2027-01-01' })).toBe(false)
    expect(endsBeforeStart({ start: null, due: '2027-01-01' })).toBe(false)
  })

  it('progress is what somebody said, else what the list says, and all of it when done', () => {
    const { plan, ids, get } = planWith('a')
    expect(progressOf(plan, get(0))).toBeNull()
    const check = plan.addCheck(ids[0]!, 'one')!
    plan.addCheck(ids[0]!, 'two')
    plan.editCheck(check, { done: true })
    expect(progressOf(plan, get(0))).toBe(50)
    plan.edit(ids[0]!, { progress: 10 })
    expect(progressOf(plan, get(0))).toBe(10)
    setStatus(plan, ids, 'done')
    expect(progressOf(plan, get(0))).toBe(100)
  })

  it('nothing waits for itself; a circle that two people closed at once is seen', () => {
    const { plan, ids, get } = planWith('a', 'b', 'c')
    expect(setAfter(plan, ids[0]!, [ids[0]!])).toBe(false)
    expect(setAfter(plan, ids[1]!, [ids[0]!, 'unknown'])).toBe(true)
    expect(get(1).after).toEqual([ids[0]])
    expect(setAfter(plan, ids[2]!, [ids[1]!])).toBe(true)
    expect(setAfter(plan, ids[0]!, [ids[2]!])).toBe(false)
    expect(waitingInCircles(plan).size).toBe(0)
    plan.edit(ids[0]!, { after: [ids[2]!] })
    expect(waitingInCircles(plan)).toEqual(new Set(ids))
  })
})

describe('lineage', () => {
  it('a merged action has what the others came from, and those who waited for them wait for it', () => {
    const { plan, ids, get } = planWith('a', 'b', 'c')
    plan.addSources(ids[0]!, [note('n')], author)
    plan.addSources(ids[1]!, [note('n'), note('m')], author)
    plan.describe(ids[1]!, 'More')
    plan.editCheck(plan.addCheck(ids[1]!, 'Ask')!, { done: true })
    plan.edit(ids[1]!, { responsible: 'town', supporting: ['school'] })
    setAfter(plan, ids[2]!, [ids[1]!])
    expect(mergeActions(plan, [ids[0]!, ids[1]!], ids[0]!, author)).toBe(true)
    expect(titles(plan)).toEqual(['a', 'c'])
    expect(
      plan
        .sourcesOf(ids[0]!)
        .map(({ kind, record }) => `${kind} ${record}`)
        .sort(),
    ).toEqual([`action ${ids[1]}`, 'note m', 'note n'].sort())
    expect(get(0).supporting).toEqual(['school', 'town'])
    expect(plan.descriptionOf(ids[0]!)).toBe('b\nMore')
    expect(plan.checksOf(ids[0]!)).toMatchObject([{ text: 'Ask', done: true }])
    expect(get(2).after).toEqual([ids[0]])
    expect(mergeActions(plan, [ids[0]!], ids[0]!, author)).toBe(false)
  })

  it('merging what waits for each other leaves nothing that waits for itself', () => {
    const { plan, ids, get } = planWith('a', 'b', 'c')
    setAfter(plan, ids[1]!, [ids[0]!])
    setAfter(plan, ids[0]!, [ids[2]!])
    mergeActions(plan, [ids[0]!, ids[1]!], ids[0]!, author)
    expect(get(0).after).toEqual([ids[2]])
    expect(waitingInCircles(plan).size).toBe(0)
  })

  it('a split action stands in several, which come of the same and of it', () => {
    const { plan, ids } = planWith('a and b', 'c')
    plan.addSources(ids[0]!, [note('n')], author)
    const [added] = splitAction(plan, ids[0]!, ['a', ' ', 'b'], author)
    expect(titles(plan)).toEqual(['a', 'b', 'c'])
    expect(
      plan
        .sourcesOf(added!)
        .map(({ kind, record }) => `${kind} ${record}`)
        .sort(),
    ).toEqual([`action ${ids[0]}`, 'note n'].sort())
    expect(splitAction(plan, ids[0]!, ['only'], author)).toEqual([])
  })
})
