import { z } from 'zod'
import { documentKinds } from '../documents/kinds.ts'
import { Language } from '../languages.ts'
import { Name, Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { PICTURE_MEDIA } from './images.ts'
import { Id, RecordId, RoomParams, StoredText, Time } from './ids.ts'
import { COMMENT_MAX } from './threads.ts'

/** Of one document. */
export const LINKS_MAX = 50
export const LINK_HOURS_MAX = 24 * 366
/** How many threads people may begin by one link. */
export const LINK_THREADS_MAX = 200

/** read: looks on · comment: may say something too. Whoever has the link sees the document, and nothing else of the room. */
export const linkLevels = ['read', 'comment'] as const
export const LinkLevel = z.enum(linkLevels)
export type LinkLevel = z.infer<typeof LinkLevel>

export const SharedLink = z.object({
  id: Id,
  documentId: Id,
  level: LinkLevel,
  /** For whom it is. */
  label: z.string(),
  expiresAt: Time,
  revokedAt: Time.nullable(),
  createdAt: Time,
  /** How often it was opened, and when last. */
  opened: z.int(),
  openedAt: Time.nullable(),
  /** The secret part of the link; only those who may manage links ever receive it. */
  token: z.string(),
})
export type SharedLink = z.infer<typeof SharedLink>

const DocumentParams = RoomParams.extend({ documentId: Id })

export const listLinks = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/links',
  needs: 'link.manage',
  summary: 'Links that show a document to people without a seat, the newest first',
  params: DocumentParams,
  reply: z.object({ links: z.array(SharedLink) }),
})

export const createLink = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/documents/:documentId/links',
  needs: 'link.manage',
  summary: 'Make a link to one document, for looking on or for comments too',
  params: DocumentParams,
  body: z.strictObject({
    level: LinkLevel,
    label: Name().or(z.literal('')).default(''),
    expiresInHours: z.number().int().min(1).max(LINK_HOURS_MAX),
  }),
  reply: z.object({ link: SharedLink }),
})

export const revokeLink = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/links/:linkId/revoke',
  needs: 'link.manage',
  summary: 'Close a link; those who have it open are shown out at once',
  params: RoomParams.extend({ linkId: Id }),
  reply: z.object({ link: SharedLink }),
})

const Token = StoredText.max(100)

/** Errors of all below: `link_unknown`, `link_expired` (also where it was closed), `unavailable`. */
export const openLink = contract({
  method: 'POST',
  path: '/api/shared/open',
  needs: 'public',
  summary: 'The document that a link leads to',
  body: z.strictObject({ token: Token, known: StoredText.max(100).optional() }),
  reply: z.object({
    document: z.object({ id: Id, kind: z.enum(documentKinds), title: z.string() }),
    roomName: z.string(),
    programmeName: z.string(),
    hostName: z.string(),
    language: Language,
    level: LinkLevel,
    expiresAt: Time,
    /** What this answer holds; sent as `known` it is not sent again. */
    state: z.string(),
    /** Base64 of a Yjs update (V1) that makes the document without what is hidden; null where `known` is the newest. */
    update: z.string().nullable(),
    /** Names of the organisations that the document names by id. */
    organisations: z.array(z.object({ id: Id, name: z.string(), side: Side })),
  }),
  limit: 'shared',
})

/** `not_found` where the document, as the link shows it, has no such picture. The token is in no address. */
export const readSharedPicture = contract({
  method: 'POST',
  path: '/api/shared/pictures',
  needs: 'public',
  summary: 'A picture of the board that a link leads to',
  body: z.strictObject({ token: Token, imageId: Id }),
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: PICTURE_MEDIA,
  limit: 'sharedPicture',
})

/** Whoever wrote it: somebody of the room by their organisation alone, an outsider by what they call themselves. */
export const SharedComment = z.object({
  id: Id,
  outsider: z.string().nullable(),
  organisation: z.string().nullable(),
  /** Plain text; mentions are names. Empty where it was deleted. */
  text: z.string(),
  createdAt: Time,
  deletedAt: Time.nullable(),
})
export type SharedComment = z.infer<typeof SharedComment>

export const SharedThread = z.object({
  id: Id,
  /** What it is about; null: the document as a whole. */
  recordId: z.string().nullable(),
  words: z.string(),
  resolvedAt: Time.nullable(),
  comments: z.array(SharedComment),
})
export type SharedThread = z.infer<typeof SharedThread>

const Threads = z.object({ threads: z.array(SharedThread) })

export const readSharedThreads = contract({
  method: 'POST',
  path: '/api/shared/threads',
  needs: 'public',
  summary: 'What was said by a link, and what the room answered; nothing that the room says among itself',
  body: z.strictObject({ token: Token }),
  reply: Threads,
  limit: 'shared',
})

/** Throws `forbidden` where the link is for looking on, `not_found` where the object or thread isn't there. */
export const sayByLink = contract({
  method: 'POST',
  path: '/api/shared/comments',
  needs: 'public',
  summary: 'Say something about an object of the document, or answer in a thread that was begun by this link',
  body: z.strictObject({
    token: Token,
    /** Made by the page: what is sent again after a lost answer is said once. */
    id: Id,
    name: Name(),
    text: Prose(COMMENT_MAX).refine((text) => text !== '', { error: 'name_empty' }),
    /** Null for the document as a whole. */
    about: z.union([z.strictObject({ threadId: Id }), z.strictObject({ recordId: RecordId.nullable() })]),
  }),
  reply: Threads,
  limit: 'sharedComment',
})
