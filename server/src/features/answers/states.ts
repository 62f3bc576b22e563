import {
  type AskState,
  type AskView,
  CONFIRM_DAYS,
  type DoneState,
  PUBLIC_AFTER_DAYS,
} from '@meydan/shared/contracts/answers'
import { isGranted, type Permission } from '@meydan/shared/permissions'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { dayAfter } from '../../clock.ts'
import type { Days } from './days.ts'
import type { AskRow } from './rows.ts'

/** What an ask has come to is never stored where a day decides it: nobody has to be awake when it turns. */
export function stateOf({ withdrawnAt, answers, replyBy }: AskRow, { today }: Pick<Days, 'today'>): AskState {
  if (withdrawnAt) return 'withdrawn'
  if (answers.length > 0) return 'answered'
  return today > replyBy ? 'overdue' : 'waiting'
}

/** Until when the asking side may say that it isn't done. */
export function confirmUntil(doneAt: Date, { dayOf }: Pick<Days, 'dayOf'>): string {
  return dayAfter(dayOf(doneAt), CONFIRM_DAYS)
}

/** Null where nobody said that it is done. */
export function doneStateOf({ doneAt, settledAt, isConfirmed }: AskRow, days: Days): DoneState | null {
  if (!doneAt) return null
  if (settledAt) return isConfirmed ? 'confirmed' : 'refused'
  return days.today > confirmUntil(doneAt, days) ? 'lapsed' : 'claimed'
}

/**
 * Whether everybody can read it now, where its programme publishes. A note never: it is what somebody said in a room,
 * and nobody asked them.
 */
export function isPublicNow(ask: AskRow, days: Days): boolean {
  const { publishesAnswers, publishable, subjectKind, isHidden, replyBy } = ask
  if (!publishesAnswers || !publishable || subjectKind === 'note' || isHidden) return false
  const state = stateOf(ask, days)
  return state === 'answered' || (state === 'overdue' && days.today >= dayAfter(replyBy, PUBLIC_AFTER_DAYS))
}

/** Whether an answer can be given: also another one, but not after it was passed on, nor while it stands as done. */
export function isOpen(ask: AskRow, days: Days): boolean {
  if (ask.withdrawnAt || isPassedOn(ask)) return false
  const done = doneStateOf(ask, days)
  return done === null || done === 'refused'
}

function isPassedOn({ answers, isAskedOf }: AskRow): boolean {
  return answers.at(-1)?.kind === 'passed' && isAskedOf
}

/** Whether it can be said that what was promised is done: for the first time, or again after that was refused. */
export function isPromised(ask: AskRow, days: Days): boolean {
  const last = ask.answers.at(-1)?.kind
  return isOpen(ask, days) && (last === 'accepted' || last === 'partly')
}

const can = (seat: Seat, permission: Permission) => isGranted(permission, grantsOf(seat))

/** For the organisation that was asked, and for facilitators, who write down what was said. */
export function speaksForAsked({ organisationId }: AskRow, seat: Seat): boolean {
  return can(seat, 'answer.give') && (seat.organisationId === organisationId || can(seat, 'answer.record'))
}

/** For the organisation that asks, and for facilitators. */
export function speaksForAsking({ askingId }: AskRow, seat: Seat): boolean {
  return can(seat, 'answer.ask') && (seat.organisationId === askingId || can(seat, 'answer.record'))
}

/** Nobody settles what their own organisation, or they themselves, said to be done. */
export function maySettle(ask: AskRow, seat: Seat): boolean {
  const isAsking = seat.organisationId === ask.askingId || can(seat, 'answer.record')
  const isTheirs = seat.organisationId === ask.organisationId || seat.id === ask.doneBySeat
  return can(seat, 'answer.give') && isAsking && !isTheirs
}

export function mayOf(ask: AskRow, seat: Seat, days: Days): AskView['may'] {
  if (ask.archivedAt) return { answer: false, claimDone: false, settle: false, manage: false }
  const speaks = speaksForAsked(ask, seat)
  return {
    answer: speaks && isOpen(ask, days),
    claimDone: speaks && isPromised(ask, days),
    settle: doneStateOf(ask, days) === 'claimed' && maySettle(ask, seat),
    manage: speaksForAsking(ask, seat),
  }
}
