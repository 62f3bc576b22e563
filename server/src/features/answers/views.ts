import type { AnswerView, AskView, LinkedAsk, PublicAsk } from '@meydan/shared/contracts/answers'
import { isGranted } from '@meydan/shared/permissions'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { type Days } from './days.ts'
import type { AnswerRow, AskRow } from './rows.ts'
import { confirmUntil, doneStateOf, isPublicNow, mayOf, stateOf } from './states.ts'

export function answerView(row: AnswerRow): AnswerView {
  const { id, reason, byName, createdAt, passedTo, passedName, passedSide } = row
  return {
    ...{ id, reason, byName },
    kind: row.kind as AnswerView['kind'],
    way: row.way as AnswerView['way'],
    passedTo: passedTo && passedName && passedSide ? { id: passedTo, name: passedName, side: passedSide } : null,
    createdAt: createdAt.toISOString(),
  }
}

const askedOf = ({ organisationId: id, askedName: name, askedSide: side }: AskRow) => ({ id, name, side })
const askingOf = ({ askingId: id, askingName: name, askingSide: side }: AskRow) => ({ id, name, side })

/** As the holder of this seat may see it: of what is hidden now, the words only for those who hide. */
export function askView(ask: AskRow, seat: Seat, days: Days): AskView {
  const { id, question, publishable, replyBy, passedFrom, documentId, recordId, createdAt } = ask
  const saysHidden = isGranted('stage.direct', grantsOf(seat))
  return {
    ...{ id, question, publishable, replyBy, passedFrom },
    subject: { kind: ask.subjectKind as AskView['subject']['kind'], documentId, recordId },
    words: ask.isHidden && !saysHidden ? '' : ask.words,
    organisation: askedOf(ask),
    askedBy: { seatId: ask.askedBy, name: ask.askerName, organisation: askingOf(ask) },
    isPublic: isPublicNow(ask, days),
    createdAt: createdAt.toISOString(),
    state: stateOf(ask, days),
    answers: ask.answers.map(answerView),
    done: doneView(ask, days),
    recipients: Number(ask.recipients ?? 0),
    may: mayOf(ask, seat, days),
  }
}

function doneView(ask: AskRow, days: Days): AskView['done'] {
  const state = doneStateOf(ask, days)
  if (!ask.doneAt || !state) return null
  return {
    at: ask.doneAt.toISOString(),
    note: ask.doneNote,
    byName: ask.doneByName,
    state,
    until: confirmUntil(ask.doneAt, days),
    settledByName: ask.settlerName,
    reason: ask.settledReason,
  }
}

/** What is asked for first: overdue, waiting, said to be done; then what was answered, and what was withdrawn. */
export function byUrgency(days: Days): (a: AskRow, b: AskRow) => number {
  const rank = (ask: AskRow) => {
    const state = stateOf(ask, days)
    if (state !== 'answered') return { overdue: 0, waiting: 1, withdrawn: 4 }[state]
    return doneStateOf(ask, days) === 'claimed' ? 2 : 3
  }
  const latest = ({ answers, createdAt }: AskRow) => (answers.at(-1)?.createdAt ?? createdAt).getTime()
  return (a, b) => {
    const [one, other] = [rank(a), rank(b)]
    if (one !== other) return one - other
    if (one < 2) return a.replyBy < b.replyBy ? -1 : a.replyBy > b.replyBy ? 1 : 0
    return latest(b) - latest(a)
  }
}

/** What a link from a mail leads to. */
export function linkedAsk(ask: AskRow, days: Days, organisations: LinkedAsk['organisations']): LinkedAsk {
  const { id, roomName, programmeName, question, replyBy, publishesAnswers, publishable } = ask
  const last = ask.answers.at(-1)
  return {
    ...{ roomName, programmeName, question, replyBy },
    askId: id,
    words: ask.isHidden ? '' : ask.words,
    organisation: askedOf(ask),
    askedBy: { name: ask.askerName, organisation: askingOf(ask) },
    state: stateOf(ask, days),
    lastAnswer: last ? answerView(last) : null,
    organisations,
    willBePublic: publishesAnswers && publishable,
  }
}

/** Null for what isn't public now. */
export function publicAsk(ask: AskRow, days: Days): PublicAsk | null {
  if (!isPublicNow(ask, days)) return null
  const last = ask.answers.at(-1)
  return {
    id: ask.id,
    words: ask.words,
    organisation: { name: ask.askedName, side: ask.askedSide },
    replyBy: ask.replyBy,
    state: last ? 'answered' : 'overdue',
    kind: (last?.kind as PublicAsk['kind']) ?? null,
    reason: last?.reason ?? '',
    passedTo: last?.passedName ?? null,
    done: doneStateOf(ask, days),
  }
}
