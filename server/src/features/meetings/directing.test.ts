import { StepSettings } from '@meydan/shared/contracts/meetings'
import { AppError } from '@meydan/shared/errors'
import { describe, expect, test } from 'vitest'
import { direct, type Directed, type DirectedStep, type Order } from './directing.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
const settings = StepSettings.parse({})

/** `-` not begun, `r` runs, `e` ended, `s` skipped; each of ten minutes. */
function meetingAt(marks: string, clock: Partial<Directed> = {}): [Directed, DirectedStep[]] {
  const steps = [...marks].map((mark, position): DirectedStep => {
    const begun = 're'.includes(mark) ? later(-600) : null
    const ended = mark === 'e' ? later(-300) : null
    const id = `step-${position}`
    return {
      id,
      position,
      mode: 'discuss',
      minutes: 10,
      settings,
      startedAt: begun,
      endedAt: ended,
      skipped: mark === 's',
    }
  })
  const stepId = steps[marks.indexOf('r')]?.id ?? null
  return [{ state: 'open', stepId, stepEndsAt: stepId ? later(60) : null, stepLeftMs: null, ...clock }, steps]
}

function after(marks: string, order: Partial<Order> & Pick<Order, 'command'>, clock?: Partial<Directed>) {
  const [meeting, steps] = meetingAt(marks, clock)
  const { steps: changed, ...direction } = direct(meeting, steps, { seatId: 'seat', ...order }, NOW)
  const now = steps.map((step) => ({ ...step, ...changed.find(({ id }) => id === step.id) }))
  const standing = { ...meeting, ...direction.meeting }
  return {
    ...direction,
    standing,
    marks: now
      .map(({ id, startedAt, endedAt, skipped }) => {
        expect(skipped && startedAt, 'skipped though it had begun').toBeFalsy()
        if (id === standing.stepId) return 'r'
        return skipped ? 's' : endedAt ? 'e' : startedAt ? '?' : '-'
      })
      .join(''),
  }
}

const to = (position: number) => ({ command: 'goto' as const, stepId: `step-${position}` })

describe('walking', () => {
  test.each([
    ['r--', { command: 'next' }, 'er-', [0, 1]],
    ['eer', { command: 'next' }, 'eee', [2, undefined]],
    ['eee', { command: 'next' }, 'eee', [undefined, undefined]],
    ['eee-', { command: 'next' }, 'eeer', [undefined, 3]],
    ['---', { command: 'next' }, 'r--', [undefined, 0]],
    ['er-', { command: 'back' }, 're-', [1, 0]],
    ['r--', { command: 'back' }, 'r--', [undefined, undefined]],
    ['eee', { command: 'back' }, 'eer', [undefined, 2]],
    ['ess', { command: 'back' }, 'r--', [undefined, 0]],
    ['r---', to(3), 'essr', [0, 3]],
    ['essr', to(1), 'er-e', [3, 1]],
    ['er-e', { command: 'next' }, 'eere', [1, 2]],
    ['er--', to(1), 'er--', [undefined, undefined]],
  ] as const)('%s, %o: %s', (before, order, expected, [ends, begins]) => {
    const moved = after(before, order)
    expect(moved.marks).toBe(expected)
    expect([moved.ends?.position, moved.begins?.position]).toEqual([ends, begins])
  })

  test('a step gets its whole time, also the second time, and remembers when it began first', () => {
    const again = after('er-', { command: 'back' }, { stepEndsAt: null, stepLeftMs: 5 })
    expect(again.meeting).toEqual({ stepId: 'step-0', stepEndsAt: later(600), stepLeftMs: null })
    expect(again.begins?.startedAt).toEqual(later(-600))
  })

  test('end ends what runs, and what hasn’t been reached wasn’t skipped', () => {
    const over = after('er-', { command: 'end' })
    expect(over.marks).toBe('ee-')
    expect(over.meeting).toEqual({
      ...{ state: 'ended', endedAt: NOW, stepId: null, stepEndsAt: null, stepLeftMs: null },
    })
    expect(over.ends?.position).toBe(1)
  })
})

describe('the clock', () => {
  const paused = (leftMs: number) => ({ stepEndsAt: null, stepLeftMs: leftMs })
  const running = (seconds: number) => ({ stepEndsAt: later(seconds), stepLeftMs: null })
  const DAY_S = 86_400

  test.each([
    ['stops with what is left', 'pause', undefined, running(60), paused(60_000)],
    ['stops also when it is over', 'pause', undefined, running(-60), paused(-60_000)],
    ['says no less than a day over', 'pause', undefined, running(-9 * DAY_S), paused(-DAY_S * 1_000)],
    ['stopped twice, stands', 'pause', undefined, paused(7), paused(7)],
    ['goes on with what was left', 'resume', undefined, paused(7_000), running(7)],
    ['that goes, goes on', 'resume', undefined, running(60), running(60)],
    ['gets more', 'extend', 60, running(60), running(120)],
    ['gets more while it stands', 'extend', 60, paused(1_000), paused(61_000)],
    ['gets more from now where it was over', 'extend', 60, running(-500), running(60)],
    ['gets less', 'extend', -30, running(60), running(30)],
    ['gets less, down to now', 'extend', -90, running(60), running(0)],
    ['that is over gets no less', 'extend', -90, running(-5), running(-5)],
    ['says no more than a day', 'extend', 3_600, running(DAY_S), running(DAY_S)],
  ] as const)('%s', (_, command, seconds, before, expected) => {
    expect(after('r', { command, seconds }, before).meeting).toEqual(expected)
  })

  test.each(['pause', 'resume', 'extend'] as const)('without a step there is none to %s', (command) => {
    expect(after('ee', { command, seconds: 60 }).meeting).toEqual({})
  })
})

describe('refused', () => {
  const codeOf = (marks: string, order: Partial<Order> & Pick<Order, 'command'>, clock?: Partial<Directed>) => {
    try {
      after(marks, order, clock)
    } catch (error) {
      if (error instanceof AppError) return [error.code, error.fields?.[0]?.problem]
      throw error
    }
    return null
  }

  test('what is none for now', () => {
    expect(codeOf('r', { command: 'start' })).toEqual(['meeting_open', undefined])
    expect(codeOf('e', { command: 'start' }, { state: 'ended' })).toEqual(['meeting_ended', undefined])
    expect(codeOf('e', { command: 'back' }, { state: 'ended' })).toEqual(['meeting_ended', undefined])
    expect(codeOf('-', { command: 'next' }, { state: 'planned' })).toEqual(['invalid', 'not_offered'])
    expect(codeOf('r', { command: 'goto' })).toEqual(['invalid', 'required'])
    expect(codeOf('r', to(4))).toEqual(['invalid', 'not_offered'])
    expect(codeOf('r', { command: 'extend' })).toEqual(['invalid', 'required'])
  })
})
