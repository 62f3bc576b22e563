import { z } from 'zod'
import { ACTIONS_MAX } from '../documents/plan/records.ts'
import { Language } from '../languages.ts'
import { contract } from './contract.ts'
import { Id, RecordId } from './ids.ts'

/** A4, the long side across or upright. */
export const planPapers = ['landscape', 'portrait'] as const
export type PlanPaper = (typeof planPapers)[number]

/** What may stand under an action, in this order. Each is left out unless it is asked for. */
export const planParts = ['descriptions', 'checklists', 'sources', 'answers', 'people'] as const
export type PlanPart = (typeof planParts)[number]

/** Errors: `not_found` where nothing of what was chosen is there, `plan_too_large`, `busy`. */
export const printPlan = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/plans/:documentId/pdf',
  needs: 'document.read',
  summary: 'A plan as a PDF to print: all of it, or some of its actions under their goals',
  params: z.strictObject({ roomId: Id, documentId: Id }),
  body: z.strictObject({
    /** These, in the plan's own order; what is gone by now is left out. All where none are named. */
    actions: z.array(RecordId).min(1).max(ACTIONS_MAX).optional(),
    parts: z.array(z.enum(planParts)).max(planParts.length).default([]),
    paper: z.enum(planPapers).default('landscape'),
    /** Of everything that isn't somebody's words; also how the file says to be read. */
    language: Language,
  }),
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: 'application/pdf',
  limit: 'print',
})
