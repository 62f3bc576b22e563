import type { MeetingView, StepView } from '@meydan/shared/contracts/meetings'
import { expect, test } from 'vitest'
import { beginnings, leftMs, phaseOf, secondsShown, spellSeconds, standingOf } from './step-time.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')
const in_ = (ms: number) => new Date(NOW + ms).toISOString()

function step(id: string, given: Partial<StepView> = {}): StepView {
  return {
    id,
    position: 0,
    mode: 'free',
    title: {},
    instruction: {},
    minutes: 10,
    settings: { naming: 'named', documentId: null, frameId: null, budget: 3 },
    startedAt: null,
    endedAt: null,
    skipped: false,
    ...given,
  }
}

const meeting = (given: Partial<MeetingView>): MeetingView => ({
  id: 'm',
  title: '',
  place: '',
  plannedAt: null,
  plannedMinutes: null,
  timeZone: null,
  callUrl: null,
  seriesId: null,
  cancelledAt: null,
  state: 'open',
  version: 1,
  stepId: null,
  stepEndsAt: null,
  stepLeftMs: null,
  leaderSeatId: null,
  thanks: '',
  openedAt: null,
  endedAt: null,
  steps: [],
  ...given,
})

test('the time left is told in begun seconds, and counts up when it is over', () => {
  const shown = (ms: number) =>
    spellSeconds(secondsShown(leftMs({ stepEndsAt: in_(ms), stepLeftMs: null }, NOW)!), 'en')
  expect([245_000, 244_001, 60_000, 1, 0, -999, -1000, -130_500, 5_400_000].map(shown)).toEqual([
    '4:05',
    '4:05',
    '1:00',
    '0:01',
    '0:00',
    '0:00',
    '0:01',
    '2:10',
    '90:00',
  ])
})

test('a step runs, is in its last minute, is over, or is paused', () => {
  const at = (ms: number) => phaseOf({ stepEndsAt: in_(ms), stepLeftMs: null }, NOW)
  expect([60_001, 60_000, 1, 0, -5].map(at)).toEqual(['running', 'last', 'last', 'over', 'over'])
  expect(phaseOf({ stepEndsAt: null, stepLeftMs: -5 }, NOW)).toBe('paused')
  expect(phaseOf({ stepEndsAt: null, stepLeftMs: null }, NOW)).toBeNull()
})

test('what is to come begins after what is left of the step that runs', () => {
  const steps = [step('a', { endedAt: in_(-1) }), step('b'), step('c', { minutes: 20 }), step('d')]
  const running = meeting({ steps, stepId: 'b', stepEndsAt: in_(5 * 60_000) })
  expect([...beginnings(running, NOW)]).toEqual([
    ['c', NOW + 5 * 60_000],
    ['d', NOW + 25 * 60_000],
  ])
  expect(steps.map((one) => standingOf(running, one))).toEqual(['done', 'now', 'ahead', 'ahead'])
  // Its time is long over: the next can begin now, not in the past.
  expect(beginnings({ ...running, stepEndsAt: in_(-60_000) }, NOW).get('c')).toBe(NOW)
})

test('a planned meeting begins at its date; without one nobody knows', () => {
  const steps = [step('a'), step('b')]
  const planned = meeting({ state: 'planned', steps, plannedAt: in_(3_600_000) })
  expect(beginnings(planned, NOW).get('b')).toBe(NOW + 3_600_000 + 600_000)
  expect(beginnings({ ...planned, plannedAt: null }, NOW).size).toBe(0)
})
