import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type Chance, chanceFrom } from '../board/any-act.ts'
import { canonicalJson } from '../canonical-json.ts'
import { keysBetween } from '../order.ts'
import { actOnPlanAtRandom } from './any-act.ts'
import { planDifference, signedIn } from './difference.ts'
import { FrozenPlan, frozenPlan, redactedPlan } from './frozen.ts'
import { Plan } from './plan.ts'
import { setDays, setStatus } from './promise.ts'
import { type Action, Check, Goal, Action as ActionModel } from './records.ts'

const SEEDS = Array.from(
  { length: Number(process.env.PLAN_SEEDS ?? 30) },
  (_, index) => Number(process.env.PLAN_FIRST ?? 1) + index,
)
const author = { seat: 's', side: 'civil' as const }
const names = {
  document: 'd',
  title: 'Eylem planı',
  organisations: new Map([
    ['o1', 'Dernek'],
    ['o2', 'Belediye'],
    ['o3', 'Vakıf'],
  ]),
}
const frozen = (plan: Plan, signed?: ReadonlySet<string>) => frozenPlan(plan, names, signed)
const bytesOf = (plan: Plan) => canonicalJson(frozen(plan))

function repeatable(seed: number): Chance {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  return chance
}
afterEach(() => vi.restoreAllMocks())

function aPlan() {
  const plan = new Plan(new Y.Doc())
  const goal = plan.addGoal('Konut')
  const [first, second] = plan.addActions(
    [
      { title: 'Kira desteği', goal, responsible: 'o2', supporting: ['o3', 'o1'], due: '2027-03-31', budget: 0.1 },
      { title: 'Bilgi masası', description: 'Her salı', checks: [{ text: 'yer' }, { text: 'ekip' }] },
    ],
    author,
  )
  return { plan, goal, first: first!, second: second! }
}

test.each(SEEDS)(
  'the same plan is the same bytes wherever it was merged, and reads back the same (seed %i)',
  (seed) => {
    const chance = repeatable(seed)
    const peers = Array.from({ length: 3 }, () => new Plan(new Y.Doc()))
    for (let step = 0; step < 50; step++) {
      actOnPlanAtRandom(chance.pick(peers), chance, author)
      if (chance.below(8) > 0) continue
      const [from, to] = [chance.pick(peers), chance.pick(peers)]
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc))
    }
    for (const to of peers) for (const from of peers) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc))
    for (const to of peers) for (const from of peers) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc))
    const [first, ...others] = peers.map(bytesOf)
    for (const other of others) expect(other).toBe(first)
    // What the server stores is what it answers with, and gives the same bytes once more.
    const read = FrozenPlan.parse(JSON.parse(first!))
    expect(canonicalJson(read)).toBe(first)
    expect(planDifference(read, frozen(peers[0]!, signedIn(read))).isNone).toBe(true)
    expect(new TextDecoder().decode(new TextEncoder().encode(first))).toBe(first)
  },
)

test.each(SEEDS)('in whatever order and by whomever it was written, it is the same bytes (seed %i)', (seed) => {
  const chance = repeatable(seed)
  const source = new Plan(new Y.Doc())
  for (let step = 0; step < 60; step++) actOnPlanAtRandom(source, chance, author)
  const copy = new Plan(new Y.Doc())
  const rekeyed = <R extends { id: string }>(records: readonly R[]) => {
    // Other keys between other neighbours, in the same order.
    const keys = keysBetween(keysBetween(null, null, 3)[2]!, null, records.length)
    return shuffled(
      records.map((record, index) => ({ ...record, order: keys[index]! })),
      chance,
    )
  }
  const { goals, actions } = frozen(source, new Set(source.actions.all().map(({ id }) => id)))
  for (const goal of rekeyed(goals)) copy.goals.create(Goal.parse(goal))
  const seat = { seat: 'another', side: 'public', createdAt: 7 }
  for (const { id, order } of rekeyed(actions)) {
    const { status, ...action } = source.actions.get(id)!
    const turned = { supporting: action.supporting.toReversed(), after: action.after.toReversed() }
    copy.actions.create(ActionModel.parse({ ...action, ...seat, ...turned, order, status: 'proposed' }))
    copy.describe(id, source.descriptionOf(id))
    copy.edit(id, { status })
  }
  for (const { id } of actions) {
    for (const check of rekeyed(source.checksOf(id))) copy.checks.create(Check.parse(check))
    copy.addSources(id, shuffled([...source.sourcesOf(id)], chance), author)
  }
  // The copy has each source once; two that came at once can be there twice.
  const once = (plan: Plan) => frozen(plan).actions.map((action) => ({ ...action, sources: 0 }))
  expect(canonicalJson({ ...frozen(copy), actions: once(copy) })).toBe(
    canonicalJson({ ...frozen(source), actions: once(source) }),
  )
})

function shuffled<T>(list: T[], chance: Chance): T[] {
  for (let index = list.length - 1; index > 0; index--) {
    const other = chance.below(index + 1)
    ;[list[index], list[other]] = [list[other]!, list[index]!]
  }
  return list
}

describe('what is promised', () => {
  test('is in the content, organisations by id and name', () => {
    const { plan, goal, first, second } = aPlan()
    const { goals, actions, organisations } = frozen(plan)
    expect(goals).toEqual([{ id: goal, title: 'Konut' }])
    expect(actions.map(({ id }) => id)).toEqual([first, second])
    expect(actions[0]).toMatchObject({ responsible: 'o2', supporting: ['o1', 'o3'], due: '2027-03-31', budget: 0.1 })
    expect(actions[1]).toMatchObject({ description: 'Her salı', checks: [{ text: 'yer' }, { text: 'ekip' }] })
    expect(organisations).toEqual([
      { id: 'o1', name: 'Dernek' },
      { id: 'o2', name: 'Belediye' },
      { id: 'o3', name: 'Vakıf' },
    ])
  })

  const followUps: Record<string, (plan: Plan, id: string) => void> = {
    status: (plan, id) => setStatus(plan, [id], 'started'),
    done: (plan, id) => setStatus(plan, [id], 'done'),
    progress: (plan, id) => plan.edit(id, { progress: 40 }),
    'the indicator’s current value': (plan, id) => plan.edit(id, { indicatorCurrent: 12 }),
    person: (plan, id) => plan.edit(id, { person: 'seat of somebody' }),
    ticks: (plan, id) => {
      for (const check of plan.checksOf(id)) plan.editCheck(check.id, { done: true })
    },
  }
  test.each(Object.keys(followUps))('doesn’t change with %s', (name) => {
    const { plan, first, second } = aPlan()
    const before = bytesOf(plan)
    for (const id of [first, second]) followUps[name]!(plan, id)
    expect(bytesOf(plan)).toBe(before)
  })

  const promises: Record<string, Partial<Action>> = {
    due: { due: '2027-04-01' },
    start: { start: '2027-01-01' },
    title: { title: 'Kira' },
    responsible: { responsible: 'o1' },
    supporting: { supporting: ['o1'] },
    priority: { priority: 'high' },
    indicator: { indicatorTarget: 50 },
    budget: { currency: 'TRY' },
    resources: { resources: 'iki kişi' },
    locality: { locality: 'Yenipınar' },
    fields: { fields: ['shelter'] },
    goal: { goal: null },
  }
  test.each(Object.keys(promises))('changes with %s, and is said to', (field) => {
    const { plan, first } = aPlan()
    const before = frozen(plan)
    plan.edit(first, promises[field]!)
    expect(bytesOf(plan)).not.toBe(canonicalJson(before))
    const { actions } = planDifference(before, frozen(plan, signedIn(before)))
    expect(actions.changed.map(({ id, fields }) => [id, fields])).toEqual([[first, [field]]])
  })

  test('changes with words, lines, sources, goals; what is new and gone is named', () => {
    const { plan, goal, first, second } = aPlan()
    const before = frozen(plan)
    plan.describe(first, 'yeni')
    plan.addCheck(first, 'bir')
    plan.addSources(first, [{ kind: 'note', document: 'b', record: 'n' }], author)
    setDays(plan, first, { due: '2027-05-01' }, { author })
    plan.renameGoal(goal, 'Barınma')
    plan.addGoal('Sağlık')
    plan.removeActions([second])
    const [third] = plan.addActions([{ title: 'Yeni' }], author)
    plan.edit(first, { after: [third!] })
    const told = planDifference(before, frozen(plan, signedIn(before)))
    expect(told.actions.changed[0]!.fields).toEqual(['description', 'due', 'after', 'checklist', 'sources'])
    expect(told.actions.added.map(({ title }) => title)).toEqual(['Yeni'])
    expect(told.actions.removed.map(({ title }) => title)).toEqual(['Bilgi masası'])
    expect(told.goals.renamed).toEqual([{ id: goal, title: 'Barınma', before: 'Konut' }])
    expect(told.goals.added.map(({ title }) => title)).toEqual(['Sağlık'])
    expect(told.isNone).toBe(false)
  })

  test('isn’t what was dropped before; what is dropped later was signed all the same', () => {
    const { plan, first, second } = aPlan()
    setStatus(plan, [second], 'dropped')
    const before = frozen(plan)
    expect(before.actions.map(({ id }) => id)).toEqual([first])
    setStatus(plan, [first], 'dropped')
    expect(planDifference(before, frozen(plan, signedIn(before))).isNone).toBe(true)
    setStatus(plan, [second], 'agreed')
    expect(planDifference(before, frozen(plan, signedIn(before))).actions.added.map(({ id }) => id)).toEqual([second])
  })

  test('isn’t another by its order, or by what an organisation is called now', () => {
    const { plan, first, second } = aPlan()
    plan.moveAction(first, null, null)
    plan.moveAction(second, null, null)
    const before = frozen(plan)
    plan.moveAction(second, null, first)
    const renamed = frozenPlan(plan, { ...names, organisations: new Map([['o2', 'Büyükşehir']]) }, signedIn(before))
    expect(canonicalJson(renamed)).not.toBe(canonicalJson(before))
    expect(planDifference(before, renamed).isNone).toBe(true)
  })

  test('may hold half a character, which canonical JSON has no form for', () => {
    const { plan, first } = aPlan()
    plan.edit(first, { title: '\ud83d yarım' })
    expect(JSON.parse(bytesOf(plan)).actions[0].title).toBe('\ufffd yarım')
  })
})

test('erasing empties the words of what somebody wrote in that aren’t there any more, and nothing else', () => {
  const { plan, first, second } = aPlan()
  const before = frozen(plan)
  const [place] = plan.checksOf(second)
  expect(redactedPlan(before, frozen(plan), new Set([first, second, place!.id]))).toBeNull()
  plan.edit(first, { title: '' })
  plan.describe(second, '')
  plan.removeCheck(place!.id)
  const redacted = redactedPlan(before, frozen(plan), new Set([second, place!.id]))!
  expect(redacted.actions[0]).toEqual(before.actions[0])
  expect(redacted.actions[1]).toEqual({
    ...before.actions[1]!,
    description: '',
    checks: [
      { id: place!.id, text: '' },
      { id: before.actions[1]!.checks[1]!.id, text: 'ekip' },
    ],
  })
  plan.removeActions([first])
  expect(redactedPlan(before, frozen(plan), new Set([first]))!.actions[0]).toMatchObject({
    title: '',
    due: '2027-03-31',
    responsible: 'o2',
  })
})
