import { z } from 'zod'
import { SourceKind } from '../documents/plan/records.ts'
import { Language } from '../languages.ts'
import { Name, Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, ProgrammeParams, RecordId, RoomParams, StoredText, Time } from './ids.ts'

const Day = z.iso.date()
const AskParams = z.strictObject({ roomId: Id, askId: Id })

export const QUESTION_MAX = 2000
export const REPLY_REASON_MAX = 2000
export const RECIPIENTS_MAX = 5
/** So long the asking side may say that it isn't done; then “done” stands, and is shown as never confirmed. */
export const CONFIRM_DAYS = 14
/** From so many days after its day on, an unanswered ask is on the public page, if the programme has one. */
export const PUBLIC_AFTER_DAYS = 8

/** accepted: we will · partly: some of it · no · passed: another institution is asked instead. Named `answers.kind.`. */
export const answerKinds = ['accepted', 'partly', 'no', 'passed'] as const
export const AnswerKind = z.enum(answerKinds)
export type AnswerKind = z.infer<typeof AnswerKind>

/** seat: by the organisation's own · link: from a mail · recorded: said aloud, written down by a facilitator. */
export const answerWays = ['seat', 'link', 'recorded'] as const

/** waiting · overdue: its day is over · answered · withdrawn: by who asked. */
export const askStates = ['waiting', 'overdue', 'answered', 'withdrawn'] as const
export type AskState = (typeof askStates)[number]

/** claimed: waits for the asking side · confirmed: by it · refused: by it, with a reason · lapsed: nobody said anything. */
export const doneStates = ['claimed', 'confirmed', 'refused', 'lapsed'] as const
export type DoneState = (typeof doneStates)[number]

const Party = z.object({ id: Id, name: z.string(), side: Side })

export const AnswerView = z.object({
  id: Id,
  kind: AnswerKind,
  reason: z.string(),
  passedTo: Party.nullable(),
  byName: z.string(),
  way: z.enum(answerWays),
  createdAt: Time,
})
export type AnswerView = z.infer<typeof AnswerView>

export const AskView = z.object({
  id: Id,
  subject: z.object({ kind: SourceKind, documentId: Id.nullable(), recordId: z.string() }),
  /** What it was about, in the words it had when it was asked. */
  words: z.string(),
  question: z.string(),
  organisation: Party,
  askedBy: z.object({ seatId: Id, name: z.string(), organisation: Party }),
  /** The ask that it was passed on from. */
  passedFrom: Id.nullable(),
  replyBy: Day,
  publishable: z.boolean(),
  /** Whether it can be read by everybody now, on the programme's public page. */
  isPublic: z.boolean(),
  createdAt: Time,
  state: z.enum(askStates),
  /** All there were, the first first; the last counts. */
  answers: z.array(AnswerView),
  done: z
    .object({
      at: Time,
      note: z.string(),
      byName: z.string(),
      state: z.enum(doneStates),
      /** Until when the asking side may say that it isn't. */
      until: Day,
      settledByName: z.string().nullable(),
      reason: z.string(),
    })
    .nullable(),
  /** How many addresses mail about it goes to. */
  recipients: z.int(),
  /** What the reader may do with it. */
  may: z.object({ answer: z.boolean(), claimDone: z.boolean(), settle: z.boolean(), manage: z.boolean() }),
})
export type AskView = z.infer<typeof AskView>

export const listAsks = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/asks',
  needs: 'answer.view',
  summary: 'What institutions were asked to answer, with their answers; the most urgent first',
  params: RoomParams,
  reply: z.object({ asks: z.array(AskView), today: Day }),
})

const Email = z
  .string()
  .trim()
  .max(254, { error: 'email' })
  .pipe(z.email({ error: 'email' }))

/** Sent by mail to the addresses given, and to those of the organisation's people in this room who have an account. */
export const createAsk = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/asks',
  needs: 'answer.ask',
  summary: 'Ask an organisation of the programme to answer to an action, theme, note or voted line by a day',
  params: RoomParams,
  limit: 'ask',
  body: z.strictObject({
    subject: z.strictObject({ kind: SourceKind, documentId: Id.nullable(), recordId: RecordId }),
    organisationId: Id,
    replyBy: Day,
    question: Prose(QUESTION_MAX).default(''),
    /** By facilitators alone: addresses beyond the room. */
    emails: z.array(Email).max(RECIPIENTS_MAX).default([]),
    /** The language of the mail to them. */
    language: Language.optional(),
    publishable: z.boolean().default(false),
  }),
  reply: z.object({ ask: AskView, mailed: z.int() }),
})

export const editAsk = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/asks/:askId',
  needs: 'answer.ask',
  summary: 'Give more time, let it on the public page or not, or withdraw it',
  params: AskParams,
  body: z.strictObject({
    replyBy: Day.optional(),
    publishable: z.boolean().optional(),
    withdrawn: z.boolean().optional(),
  }),
  reply: z.object({ ask: AskView }),
})

/** By facilitators, as long as nobody has answered: how a question that was passed on finds an institution without seats. */
export const mailAsk = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/asks/:askId/mails',
  needs: 'answer.record',
  summary: 'Mail it to further addresses, or once more to known ones',
  params: AskParams,
  limit: 'ask',
  body: z.strictObject({ emails: z.array(Email).min(1).max(RECIPIENTS_MAX), language: Language.optional() }),
  reply: z.object({ ask: AskView, mailed: z.int() }),
})

/** What an answer says: `partly` and `no` only with a reason, `passed` only with an organisation of the programme. */
export const AnswerDraft = z
  .strictObject({
    kind: AnswerKind,
    reason: Prose(REPLY_REASON_MAX).default(''),
    passedTo: Id.nullable().default(null),
  })
  .check(({ value, issues }) => {
    if ((value.kind === 'partly' || value.kind === 'no') && !value.reason.trim())
      issues.push({ code: 'custom', input: value.reason, path: ['reason'], message: 'reason_missing' })
    if ((value.kind === 'passed') !== (value.passedTo !== null))
      issues.push({ code: 'custom', input: value.passedTo, path: ['passedTo'], message: 'organisation_missing' })
  })

/** Answers `not_asked` to people of other organisations; facilitators may record what was said, for `byName`. */
export const answerAsk = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/asks/:askId/answers',
  needs: 'answer.give',
  summary: 'Answer for one’s own organisation, also once more; earlier answers stay readable',
  params: AskParams,
  body: z.strictObject({
    answer: AnswerDraft,
    /** How many answers there were when this one was written: `somebody_was_faster` where there are more. */
    after: z.int().min(0),
    /** Given by a facilitator who records what somebody said: their name. */
    byName: Name().optional(),
  }),
  reply: z.object({ ask: AskView }),
})

export const claimDone = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/asks/:askId/done',
  needs: 'answer.give',
  summary: 'Say that what was accepted is done; the asking side has 14 days to say otherwise',
  params: AskParams,
  body: z.strictObject({ note: Prose(REPLY_REASON_MAX).default('') }),
  reply: z.object({ ask: AskView }),
})

/** For the asking organisation and facilitators, not for those who were asked. */
export const settleDone = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/asks/:askId/done/settle',
  needs: 'answer.give',
  summary: 'Confirm that it is done, or say with a reason that it isn’t',
  params: AskParams,
  body: z
    .strictObject({ confirmed: z.boolean(), reason: Prose(REPLY_REASON_MAX).default('') })
    .refine(({ confirmed, reason }) => confirmed || reason.trim() !== '', {
      path: ['reason'],
      error: 'reason_missing',
    }),
  reply: z.object({ ask: AskView }),
})

const Token = StoredText.min(20).max(200)

/** What a mail link leads to. Reading it uses nothing up: programs that look at links in mails read too. */
export const LinkedAsk = z.object({
  askId: Id,
  roomName: z.string(),
  programmeName: z.string(),
  words: z.string(),
  question: z.string(),
  organisation: Party,
  askedBy: z.object({ name: z.string(), organisation: Party }),
  replyBy: Day,
  state: z.enum(askStates),
  lastAnswer: AnswerView.nullable(),
  /** To whom it may be passed on. */
  organisations: z.array(Party),
  /** Whether everybody will be able to read the answer, on the programme's page. */
  willBePublic: z.boolean(),
})
export type LinkedAsk = z.infer<typeof LinkedAsk>

/** Errors: `link_unknown`, `link_used`, `link_expired`. A token travels in a body, never in an address. */
export const readAskLink = contract({
  method: 'POST',
  path: '/api/ask-links/read',
  needs: 'public',
  summary: 'What a link from a mail asks',
  limit: 'redeem',
  body: z.strictObject({ token: Token }),
  reply: z.object({ ask: LinkedAsk }),
})

export const answerByLink = contract({
  method: 'POST',
  path: '/api/ask-links/answer',
  needs: 'public',
  summary: 'Answer from a mail, without an account; the link is used up by it',
  limit: 'redeem',
  body: z.strictObject({ token: Token, byName: Name(), answer: AnswerDraft }),
  reply: Nothing,
})

/** One line of the public page: nothing of notes, people or votes. */
export const PublicAsk = z.object({
  id: Id,
  words: z.string(),
  organisation: Party.omit({ id: true }),
  replyBy: Day,
  state: z.enum(['overdue', 'answered']),
  kind: AnswerKind.nullable(),
  reason: z.string(),
  passedTo: z.string().nullable(),
  done: z.enum(doneStates).nullable(),
})
export type PublicAsk = z.infer<typeof PublicAsk>

/** Answers `not_found` for a programme that doesn't publish. */
export const readPublicAnswers = contract({
  method: 'GET',
  path: '/api/public/programmes/:programmeId/answers',
  needs: 'public',
  summary: 'What institutions answered, and what they owe an answer to, of a programme that publishes it',
  params: ProgrammeParams,
  limit: 'redeem',
  reply: z.object({ programmeName: z.string(), today: Day, asks: z.array(PublicAsk) }),
})
