import { z } from 'zod'
import { Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, Time } from './ids.ts'

export const QUESTION_MAX = 1000
export const ANSWER_MAX = 4000
/** Questions without an answer: in a room, and of one person in it. */
export const OPEN_QUESTIONS_MAX = 100
export const OPEN_QUESTIONS_OF_ONE = 20

const Words = (max: number) => Prose(max).refine((text) => text !== '', { error: 'name_empty' })

/** A question to the expert. One that was asked without a name has no seat for anybody, and no side in a small group. */
export const QuestionView = z.object({
  id: Id,
  text: z.string(),
  mine: z.boolean(),
  named: z.boolean(),
  seatId: Id.nullable(),
  side: Side.nullable(),
  supports: z.number().int(),
  iSupport: z.boolean(),
  /** Empty: not answered yet. */
  answer: z.string(),
  answeredBy: Id.nullable(),
  answeredAt: Time.nullable(),
  pinned: z.boolean(),
  createdAt: Time,
})
export type QuestionView = z.infer<typeof QuestionView>

/** Pinned ones first; then what waits for an answer, by support; then what was answered, the newest first. */
const Answer = z.object({ questions: z.array(QuestionView) })
const QuestionParams = z.strictObject({ roomId: Id, questionId: Id })

export const readQuestions = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/questions',
  needs: 'question.view',
  summary: 'Questions to the expert, with their answers',
  params: RoomParams,
  reply: Answer,
})

/** Refused with `too_many_questions` at `text` where as many as can be kept in sight wait for an answer. */
export const askQuestion = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/questions',
  needs: 'question.ask',
  summary: 'Ask a question, with my name or without',
  params: RoomParams,
  body: z.strictObject({ text: Words(QUESTION_MAX), named: z.boolean() }),
  reply: Answer,
})

export const supportQuestion = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/questions/:questionId/support',
  needs: 'question.ask',
  summary: 'I want to know this too',
  params: QuestionParams,
  reply: Answer,
})

export const unsupportQuestion = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/questions/:questionId/support',
  needs: 'question.ask',
  summary: 'Take my support back',
  params: QuestionParams,
  reply: Answer,
})

/** `seen`: when the answer was given that the writer saw; where there is another one by now, it answers `conflict`. */
export const answerQuestion = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/questions/:questionId/answer',
  needs: 'question.answer',
  summary: 'Answer a question, or change its answer',
  params: QuestionParams,
  body: z.strictObject({ answer: Words(ANSWER_MAX), seen: Time.nullable() }),
  reply: Answer,
})

export const pinQuestion = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/questions/:questionId/pin',
  needs: 'question.answer',
  summary: 'Keep a question at the top, or no longer',
  params: QuestionParams,
  body: z.strictObject({ pinned: z.boolean() }),
  reply: Answer,
})

/** One's own as long as it waits (`conflict` once it was answered); any, for those who may answer. */
export const deleteQuestion = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/questions/:questionId',
  needs: 'question.ask',
  summary: 'Delete a question for good',
  params: QuestionParams,
  reply: Answer,
})
