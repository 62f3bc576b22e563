import { z } from 'zod'
import { Language } from '../languages.ts'
import { Name, Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, StoredText, Time } from './ids.ts'
import { DocumentSummary } from './rooms.ts'

export const CLAUSE_REASON_MAX = 2000

/**
 * blank: an empty page · meeting: a meeting's minutes, begun from its agenda, who was there, its decisions and votes ·
 * charter: clauses, to which each organisation says where it stands.
 */
export const minutesTemplates = ['blank', 'meeting', 'charter'] as const
export const MinutesTemplate = z.enum(minutesTemplates)
export type MinutesTemplate = z.infer<typeof MinutesTemplate>

const MinutesParams = RoomParams.extend({ documentId: Id })

/** Throws `not_found` where the room has no such meeting. */
export const addMinutes = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/minutes',
  needs: 'room.edit',
  summary: 'Add minutes: empty, of a meeting with its agenda filled in, or a charter',
  params: RoomParams,
  body: z
    .strictObject({
      title: Name(),
      template: MinutesTemplate,
      /** Of this room. */
      meetingId: Id.nullable().default(null),
      /** Of the words that are filled in. */
      language: Language,
    })
    .refine(({ template, meetingId }) => (template === 'meeting') === (meetingId !== null), {
      path: ['meetingId'],
      error: 'not_offered',
    }),
  reply: z.object({ document: DocumentSummary }),
})

/** Whoever asks second is led to what the first one made. Throws `not_found` where the room has no such meeting. */
export const writeMinutes = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/minutes',
  needs: 'room.edit',
  summary: 'The minutes of a meeting: those there are, else new ones in the room’s language',
  params: RoomParams.extend({ meetingId: Id }),
  reply: z.object({ document: DocumentSummary }),
})

export const minutesFormats = ['docx', 'pdf', 'markdown'] as const
export type MinutesFormat = (typeof minutesFormats)[number]

/** Errors: `not_found`, `busy`. What chips and mentions name is read anew: who may not see it reads its label. */
export const exportMinutes = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/minutes/:documentId/export',
  needs: 'document.read',
  summary: 'Minutes as a file: DOCX to go on writing, PDF to print, Markdown',
  params: MinutesParams,
  body: z.strictObject({ format: z.enum(minutesFormats), language: Language }),
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: 'application/octet-stream',
  limit: 'print',
})

export const clauseStances = ['agree', 'object'] as const
export const ClauseStanceKind = z.enum(clauseStances)
export type ClauseStanceKind = z.infer<typeof ClauseStanceKind>

export const ClauseStance = z.object({
  organisationId: Id,
  side: Side,
  kind: ClauseStanceKind,
  reason: z.string(),
  /** Who said it for the organisation; null once that was erased. */
  seatId: Id.nullable(),
  at: Time,
  /** Whether the clause reads otherwise since: what was agreed to isn't what stands there now. */
  isOutdated: z.boolean(),
  /** The clause as it read then, where it is outdated. */
  words: z.string().nullable(),
})
export type ClauseStance = z.infer<typeof ClauseStance>

export const ClauseView = z.object({ id: Id, words: z.string(), stances: z.array(ClauseStance) })
export type ClauseView = z.infer<typeof ClauseView>

const Clauses = z.object({
  /** Those the document has, in its order; as it was when its rows were last made, see projection. */
  clauses: z.array(ClauseView),
  /** Organisations of the room that may say where they stand: all that have a participant. */
  organisations: z.array(z.object({ id: Id, side: Side })),
  /** Whether I may speak for mine now. */
  maySpeak: z.boolean(),
})

export const readClauses = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/minutes/:documentId/clauses',
  needs: 'document.read',
  summary: 'The clauses of a charter, and where each organisation stands to them',
  params: MinutesParams,
  reply: Clauses,
})

/** Throws `version_outdated` where the clause reads otherwise than `words`, `not_found` where there is none. */
export const speakToClause = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/minutes/:documentId/clauses/:clauseId/stance',
  needs: 'clause.speak',
  summary: 'Where my organisation stands to a clause; null takes it back',
  params: MinutesParams.extend({ clauseId: Id }),
  body: z
    .strictObject({
      kind: ClauseStanceKind.nullable(),
      reason: Prose(CLAUSE_REASON_MAX).default(''),
      /** The clause as it was read. */
      words: StoredText.max(20_000),
    })
    .refine(({ kind, reason }) => kind !== 'object' || reason !== '', { path: ['reason'], error: 'name_empty' }),
  reply: Clauses,
})
