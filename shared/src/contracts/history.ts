import { z } from 'zod'
import { contract } from './contract.ts'
import { Id, Nothing, ProgrammeParams, RoomParams, StoredText, Time } from './ids.ts'
import { Side } from '../words.ts'
import { SeatView } from './rooms.ts'

const DocumentParams = z.strictObject({ roomId: Id, documentId: Id })

/** One record that somebody added, changed or deleted. Words are the field `text` of their record. */
export const ChangeView = z.object({
  seq: z.number().int(),
  /** Kind of record, as the document calls it: notes, frames, goals, actions. */
  root: z.string(),
  recordId: z.string(),
  action: z.enum(['added', 'changed', 'deleted']),
  fields: z.array(z.string()),
  /** Null: the server, also where it puts down what others wrote; or somebody whose text was erased. */
  seatId: Id.nullable(),
  changedAt: Time,
  /** Of deleted records that can be brought back: the first of their words, or their title; `` where they have none. */
  words: z.string().max(120).optional(),
})
export type ChangeView = z.infer<typeof ChangeView>

export const VersionView = z.object({
  id: Id,
  reason: z.enum(['daily', 'activity', 'before_delete', 'before_restore']),
  /** Whose act it was kept before. */
  seatId: Id.nullable(),
  createdAt: Time,
})
export type VersionView = z.infer<typeof VersionView>

export const listChanges = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/changes',
  needs: 'history.read',
  summary: 'Who changed what when, newest first, a page at a time',
  params: DocumentParams,
  query: z.strictObject({
    /** `next` of the page before. */
    before: StoredText.regex(/^\d{1,15}\.[^.]{1,64}\..{1,512}$/s).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    action: z.enum(['added', 'changed', 'deleted']).optional(),
    seatId: Id.optional(),
    side: Side.optional(),
  }),
  reply: z.object({
    changes: z.array(ChangeView),
    /** Everyone named in `changes`, also those who left. */
    seats: z.array(SeatView),
    /** Where the next page begins; null on the last. */
    next: z.string().nullable(),
  }),
  limit: 'history',
})

export const listVersions = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/versions',
  needs: 'history.read',
  summary: 'Versions that are kept of a document, newest first',
  params: DocumentParams,
  reply: z.object({ versions: z.array(VersionView), seats: z.array(SeatView) }),
})

export const readVersion = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/versions/:versionId',
  needs: 'history.read',
  summary: 'A document as it was at a version, or is now (`now`), as one Yjs update',
  params: DocumentParams.extend({ versionId: z.union([Id, z.literal('now')]) }),
  // What is hidden is taken out of it each time it is read.
  limit: 'history',
  reply: z.object({
    createdAt: Time,
    /** Base64 of a Yjs update (V1) that makes the whole document. */
    update: z.string(),
  }),
})

export const restoreVersion = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/documents/:documentId/versions/:versionId/restore',
  needs: 'history.restore',
  summary: 'Make a document what it was at a version, by new edits; what it was until now is kept as a version',
  params: DocumentParams.extend({ versionId: Id }),
  reply: z.object({
    /** False where it was that already. */
    changed: z.boolean(),
  }),
  limit: 'rewrite',
})

export const restoreRecord = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/documents/:documentId/records/restore',
  needs: 'record.restore',
  summary: 'Bring one deleted object (goal, action) back with its words, under its old id',
  params: DocumentParams,
  body: z.strictObject({ root: StoredText.min(1).max(64), recordId: StoredText.min(1).max(256) }),
  reply: Nothing,
})

const ErasedReply = z.object({
  /** How many documents something was erased from. */
  documents: z.number().int(),
  /** Documents that could not be read and still hold everything: the operator has to mend them first. */
  unreadable: z.array(Id),
})

export const erasePersonText = contract({
  method: 'POST',
  path: '/api/programmes/:programmeId/erase-text',
  needs: 'text.erase',
  summary: 'Erase for good what a person wrote in a room, also one who left; everyone there reloads its documents',
  params: ProgrammeParams,
  body: z.strictObject({ roomId: Id, personId: Id }),
  reply: ErasedReply,
  limit: 'rewrite',
})

export const eraseMyText = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/erase-my-text',
  needs: 'ownText.erase',
  summary: 'Erase for good what I wrote in this room; everyone there reloads its documents',
  params: RoomParams,
  reply: ErasedReply,
  limit: 'rewrite',
})
