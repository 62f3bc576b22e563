import { Action } from '@meydan/shared/documents/plan/records'
import { describe, expect, it } from 'vitest'
import {
  type Asker,
  isWantedAction,
  says,
  type WantedActions,
  wantsAllActions,
  wantsSomething,
} from './wanted-actions.ts'

const asker: Asker = {
  seat: 'ada',
  organisation: 'dernek',
  today: '2027-03-31',
  goals: new Set(['saglik', 'is']),
  themesOf: () => ['kres'],
}
const action = Action.parse({
  id: 'a',
  goal: 'saglik',
  order: 'a0',
  title: 'Tercüman',
  status: 'agreed',
  responsible: 'belediye',
  supporting: ['dernek'],
  person: 'ada',
  due: '2027-03-30',
  priority: 'high',
  fields: ['health'],
})
const finds = (change: Partial<WantedActions>, who = asker, what = action) =>
  isWantedAction({ ...wantsAllActions, ...change }, what, who)

describe('what is looked for in a plan', () => {
  it('is nothing at first, and not blanks', () => {
    expect(wantsSomething(wantsAllActions)).toBe(false)
    expect(wantsSomething({ ...wantsAllActions, words: '  ' })).toBe(false)
    expect(wantsSomething({ ...wantsAllActions, ours: true })).toBe(true)
    expect(wantsSomething({ ...wantsAllActions, goal: 'none' })).toBe(true)
  })

  it.each([
    [{ organisation: 'belediye' }, { organisation: 'valilik' }],
    [{ organisation: 'dernek' }, { organisation: 'valilik' }],
    [{ status: 'agreed' as const }, { status: 'done' as const }],
    [{ goal: 'saglik' }, { goal: 'is' }],
    [{ priority: 'high' as const }, { priority: 'low' as const }],
    [{ field: 'health' as const }, { field: 'legal' as const }],
    [{ themes: ['kres'] }, { themes: ['su'] }],
    [{ themes: ['su', 'kres'] }, { themes: ['none'] }],
  ])('finds by %j and not by %j', (some, other) => {
    expect(finds(some)).toBe(true)
    expect(finds(other)).toBe(false)
  })

  it('is ours where we answer for it or support it, mine where I see to it', () => {
    expect(finds({ ours: true })).toBe(true)
    expect(finds({ ours: true }, { ...asker, organisation: 'valilik' })).toBe(false)
    expect(finds({ mine: true })).toBe(true)
    expect(finds({ mine: true }, { ...asker, seat: 'mehmet' })).toBe(false)
  })

  it('is overdue from the day after, and never once it is done', () => {
    expect(finds({ overdue: true })).toBe(true)
    expect(finds({ overdue: true }, { ...asker, today: '2027-03-30' })).toBe(false)
    expect(finds({ overdue: true }, asker, { ...action, status: 'done' })).toBe(false)
  })

  it('is of no goal where its goal is gone', () => {
    expect(finds({ goal: 'none' })).toBe(false)
    expect(finds({ goal: 'none' }, asker, { ...action, goal: 'gone' })).toBe(true)
    expect(finds({ goal: 'none' }, asker, { ...action, goal: null })).toBe(true)
  })

  it('is of no theme where it came from none', () => {
    const ofNone = { ...asker, themesOf: () => [] }
    expect(finds({ themes: ['none'] }, ofNone)).toBe(true)
    expect(finds({ themes: ['kres', 'none'] }, ofNone)).toBe(true)
    expect(finds({ themes: ['kres'] }, ofNone)).toBe(false)
    expect(wantsSomething({ ...wantsAllActions, themes: ['none'] })).toBe(true)
  })

  it.each([
    ['İŞ BULMA', 'is bulma'],
    ['مَدْرَسَة', 'مدرسه'],
    ['Straße', ''],
  ])('%s is found by “%s”', (text, words) => {
    expect(says(['', text], words)).toBe(true)
    expect(says(['', text], 'başka')).toBe(false)
  })
})
