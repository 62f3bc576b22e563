import { z } from 'zod'
import { FrozenMinutes } from '../documents/minutes/frozen.ts'
import { FrozenPlan } from '../documents/plan/frozen.ts'
import { Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, Time } from './ids.ts'

const DocumentParams = RoomParams.extend({ documentId: Id })
const VersionParams = DocumentParams.extend({ versionId: Id })
const Day = z.iso.date()
/** SHA-256 of the canonical content's UTF-8 bytes, as `sha256sum` prints it. */
const Hash = z.string().regex(/^[\da-f]{64}$/)

export const FREEZE_NOTE_MAX = 1000
export const SIGNATURE_WORDS_MAX = 2000

/** confirm: we stand by it · object: we don't · change: we would, if it were otherwise. Named `signing.kind.`. */
export const signatureKinds = ['confirm', 'object', 'change'] as const
export const SignatureKind = z.enum(signatureKinds)
export type SignatureKind = z.infer<typeof SignatureKind>

/** What is frozen: each kind of document has a format of its own. */
export const FrozenContent = z.discriminatedUnion('format', [FrozenPlan, FrozenMinutes])
export type FrozenContent = z.infer<typeof FrozenContent>

export const SignatureView = z.object({
  id: Id,
  kind: SignatureKind,
  words: z.string(),
  byName: z.string(),
  createdAt: Time,
  /** Given after the day by which it was asked for. */
  isLate: z.boolean(),
  /** Whoever wrote the words had them erased. */
  isErased: z.boolean(),
})
export type SignatureView = z.infer<typeof SignatureView>

export const Signatory = z.object({
  organisation: z.object({ id: Id, name: z.string(), side: Side }),
  /** All words there were, the first first; the last counts. */
  signatures: z.array(SignatureView),
})
export type Signatory = z.infer<typeof Signatory>

export const FrozenVersion = z.object({
  id: Id,
  number: z.int(),
  hash: Hash,
  /** Somebody's words were erased since: what is kept no longer gives the hash, and can't be signed any more. */
  isRedacted: z.boolean(),
  createdAt: Time,
  frozenBy: z.object({ name: z.string(), organisation: z.string() }).nullable(),
  note: z.string(),
  signBy: Day.nullable(),
  /** Civil society, public institutions, neutral, each by name. */
  signatories: z.array(Signatory),
  /** Whether the reader may say their organisation's word now. */
  maySign: z.boolean(),
})
export type FrozenVersion = z.infer<typeof FrozenVersion>

export const listFrozen = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/frozen',
  needs: 'signing.view',
  summary: 'The versions of a document that were frozen to be signed, with what organisations said; the newest first',
  params: DocumentParams,
  reply: z.object({ versions: z.array(FrozenVersion), today: Day }),
})

/** Answers `not_found` for documents of a kind that isn't signed. */
export const readUnfrozen = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/unfrozen',
  needs: 'signing.open',
  summary: 'What would be frozen now',
  params: DocumentParams,
  reply: z.object({ hash: Hash, content: FrozenContent }),
})

/** The accounts of those who represent these organisations in the room are written to. */
export const freezeVersion = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/documents/:documentId/frozen',
  needs: 'signing.open',
  summary: 'Freeze the next version of a document, and ask organisations to sign it by a day',
  params: DocumentParams,
  limit: 'mail',
  body: z.strictObject({
    note: Prose(FREEZE_NOTE_MAX).default(''),
    signBy: Day,
    /** Of the programme. */
    organisationIds: z.array(Id).min(1).max(50),
    /** What was seen before: `conflict` where the document is no longer that. */
    expectedHash: Hash.optional(),
  }),
  reply: z.object({ version: FrozenVersion }),
})

export const readFrozen = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/frozen/:versionId',
  needs: 'signing.view',
  summary: 'One frozen version with its content',
  params: VersionParams,
  reply: z.object({ version: FrozenVersion, content: FrozenContent }),
})

/** `sha256sum` of the file is the version's hash, unless words were erased from it. */
export const downloadFrozen = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/frozen/:versionId/file',
  needs: 'signing.view',
  summary: 'The bytes that were frozen, as canonical JSON (RFC 8785)',
  params: VersionParams,
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: 'application/json',
})

/**
 * Also after the day, and also once more: an organisation's last word counts, the earlier ones stay. Answers
 * `not_asked` to people of other organisations, `version_outdated` where a newer version is frozen, this one was
 * redacted, or it isn't what was read.
 */
export const signVersion = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/documents/:documentId/frozen/:versionId/signatures',
  needs: 'signing.sign',
  summary: 'Confirm a frozen version for one’s own organisation, object to it, or ask for a change',
  params: VersionParams,
  body: z
    .strictObject({ hash: Hash, kind: SignatureKind, words: Prose(SIGNATURE_WORDS_MAX).default('') })
    .refine(({ kind, words }) => kind === 'confirm' || words.trim() !== '', { path: ['words'], error: 'text_empty' }),
  reply: z.object({ version: FrozenVersion }),
})
