import { z } from 'zod'
import { PASSAGE_END_MAX } from '../documents/minutes/passage-end.ts'
import { Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, RecordId, RoomParams, StoredText, Time } from './ids.ts'

export const COMMENT_MAX = 4000
export const ATTACHMENTS_MAX = 5
export const ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
export const FILE_NAME_MAX = 120
/** Of one room: a thread is started to be answered, not to be filed. */
export const THREADS_MAX = 20_000
/** How many comments one thread may have. */
export const COMMENTS_MAX = 2_000
export const MENTIONS_MAX = 20

/** What of an action a thread can be about; named under `plan.field.`. */
export const threadFields = [
  'title',
  'description',
  'responsible',
  'supporting',
  'person',
  'due',
  'status',
  'progress',
  'indicator',
  'resources',
] as const
export const ThreadField = z.enum(threadFields)
export type ThreadField = z.infer<typeof ThreadField>

/** Base64 of an encoded Yjs relative position. */
const PassageEnd = z.base64().min(1).max(PASSAGE_END_MAX)

/** What a thread is about: an object of a document, a field of an action, a passage of minutes, or the room itself. */
export const ThreadAnchor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('room') }),
  z.strictObject({ kind: z.enum(['note', 'theme', 'frame', 'action']), documentId: Id, recordId: RecordId }),
  z.strictObject({ kind: z.literal('field'), documentId: Id, recordId: RecordId, field: ThreadField }),
  z.strictObject({ kind: z.literal('passage'), documentId: Id, from: PassageEnd, to: PassageEnd }),
])
export type ThreadAnchor = z.infer<typeof ThreadAnchor>

export const reactionSigns = ['agree', 'thanks', 'unsure', 'attention'] as const
export const ReactionSign = z.enum(reactionSigns)
export type ReactionSign = z.infer<typeof ReactionSign>

/** What may be attached besides pictures: by what is in the file, not by what it is called. */
export const attachmentMedia = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'text/plain',
  'text/csv',
] as const

export const AttachmentView = z.object({
  id: Id,
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  /** Of pictures, which are shown; everything else is only ever downloaded. */
  width: z.int().nullable(),
  height: z.int().nullable(),
})
export type AttachmentView = z.infer<typeof AttachmentView>

/** `@[seat:<id>]` and `@[organisation:<id>]` inside of a comment's text: names are looked up by who shows it. */
export const MENTION = /@\[(seat|organisation):([0-9a-f]{8}-[0-9a-f-]{27})\]/g

export const CommentView = z.object({
  id: Id,
  threadId: Id,
  /** Whose it is; null once that was erased, and of outsiders. */
  seatId: Id.nullable(),
  /** Of somebody without a seat, what they call themselves, and the link by which they came. */
  outsider: z.object({ name: z.string(), link: z.string() }).nullable(),
  /** Plain text with mentions as `MENTION` says; empty where it was deleted. */
  text: z.string(),
  attachments: z.array(AttachmentView),
  reactions: z.array(z.object({ sign: ReactionSign, seatIds: z.array(Id) })),
  createdAt: Time,
  editedAt: Time.nullable(),
  deletedAt: Time.nullable(),
})
export type CommentView = z.infer<typeof CommentView>

export const ThreadView = z.object({
  id: Id,
  anchor: ThreadAnchor,
  /** here: the object is there · gone: it was deleted, `words` are its last · hidden: a facilitator hid it, no words. */
  state: z.enum(['here', 'gone', 'hidden']),
  /** What it is about, in its own words: of a note, a theme's or action's title, a passage's; '' for the room. */
  words: z.string(),
  /** Of the comment it began with. */
  seatId: Id.nullable(),
  side: Side.nullable(),
  /** What it began with. */
  first: CommentView,
  /** The last one, where it isn't the first. */
  last: CommentView.nullable(),
  comments: z.int(),
  /** How many of others came after I read it. */
  unread: z.int(),
  /** Whether I wrote in it, or am named in it. */
  isMine: z.boolean(),
  createdAt: Time,
  lastAt: Time,
  resolvedAt: Time.nullable(),
  resolvedBy: Id.nullable(),
})
export type ThreadView = z.infer<typeof ThreadView>

const ThreadParams = RoomParams.extend({ threadId: Id })
const CommentParams = ThreadParams.extend({ commentId: Id })

/** So many are in one answer. */
export const THREADS_PAGE = 50

export const listThreads = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/threads',
  needs: 'thread.view',
  summary: 'A room’s threads, those in which something was said last first, a page at a time',
  params: RoomParams,
  query: z.strictObject({
    state: z.enum(['open', 'resolved', 'all']).default('open'),
    /** Only those I wrote in, or am named in, myself or by my organisation. */
    mine: z.enum(['true', 'false']).default('false'),
    unread: z.enum(['true', 'false']).default('false'),
    /** Of whoever started it. */
    side: Side.optional(),
    documentId: Id.optional(),
    recordId: RecordId.optional(),
    /** Words that are in a comment, or in what the thread is about: folded, all of them. */
    q: StoredText.max(200).optional(),
    /** `next` of the page before. */
    before: StoredText.max(200).optional(),
  }),
  reply: z.object({
    threads: z.array(ThreadView),
    /** Null on the last page. */
    next: z.string().nullable(),
    /** Of the whole room, whatever is asked for; `unread` and `mine` of those that are open. */
    counts: z.object({ open: z.int(), resolved: z.int(), unread: z.int(), mine: z.int() }),
  }),
})

/** Where threads of a document are pinned: one for each object that has any. */
export const listThreadPins = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/thread-pins',
  needs: 'thread.view',
  summary: 'Which objects of a document, and which passages of minutes, have threads, and how many',
  params: RoomParams.extend({ documentId: Id }),
  reply: z.object({
    pins: z.array(
      z.object({
        recordId: RecordId,
        /** Of the object as a whole, and of all its fields. */
        field: ThreadField.nullable(),
        open: z.int(),
        resolved: z.int(),
        unread: z.int(),
        /** The open one in which something was said last; else the resolved one. */
        threadId: Id,
      }),
    ),
    /** Of minutes, those about a passage that is still there: one for each thread. */
    passages: z.array(
      z.object({
        ...{ threadId: Id, from: z.string(), to: z.string(), isOpen: z.boolean() },
        /** Those that aren't deleted; of them, others' that came after I read it. */
        ...{ comments: z.int(), unread: z.int() },
      }),
    ),
  }),
})
export type PassagePin = z.infer<typeof listThreadPins.reply>['passages'][number]
export type ThreadPin = z.infer<typeof listThreadPins.reply>['pins'][number]

export const readThread = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/threads/:threadId',
  needs: 'thread.view',
  summary: 'A thread with its comments, the oldest first; the last hundred, or the hundred before one',
  params: ThreadParams,
  query: z.strictObject({ before: Id.optional() }),
  reply: z.object({ thread: ThreadView, comments: z.array(CommentView), hasEarlier: z.boolean() }),
})

const Text = Prose(COMMENT_MAX)
/** `text` may be empty where a file says it. */
const Said = z
  .strictObject({
    /** Made by the page: what is sent again after a lost answer is said once. */
    id: Id,
    text: Text,
    attachments: z.array(Id).max(ATTACHMENTS_MAX).default([]),
  })
  .refine(({ text, attachments }) => text !== '' || attachments.length > 0, { error: 'name_empty', path: ['text'] })

const ThreadAnswer = z.object({ thread: ThreadView, comments: z.array(CommentView), hasEarlier: z.boolean() })

/**
 * Throws `not_found` where the room has no such object, or it is hidden; `invalid` with `not_offered` at `text` where it
 * names somebody who has no seat in the room, and at `attachments` where one isn't one's own, or was used.
 */
export const startThread = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/threads',
  needs: 'thread.write',
  summary: 'Say something about an object, or about the room',
  params: RoomParams,
  body: z.strictObject({ anchor: ThreadAnchor, comment: Said }),
  reply: ThreadAnswer,
  limit: 'comment',
})

/** Opens a thread again that was resolved. */
export const addComment = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/threads/:threadId/comments',
  needs: 'thread.write',
  summary: 'Answer in a thread',
  params: ThreadParams,
  body: z.strictObject({ comment: Said }),
  reply: ThreadAnswer,
  limit: 'comment',
})

/** `seen`: when the text was written that is changed; where there is another by now, it answers `conflict`. */
export const editComment = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/threads/:threadId/comments/:commentId',
  needs: 'thread.write',
  summary: 'Change the words of one’s own comment',
  params: CommentParams,
  body: z.strictObject({ text: Text.refine((text) => text !== '', { error: 'name_empty' }), seen: Time }),
  reply: ThreadAnswer,
  limit: 'comment',
})

export const deleteComment = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/threads/:threadId/comments/:commentId',
  needs: 'thread.write',
  summary: 'Delete one’s own comment, or any for those who moderate; a thread of which nothing is left goes with it',
  params: CommentParams,
  reply: z.object({ thread: ThreadView.nullable(), comments: z.array(CommentView), hasEarlier: z.boolean() }),
})

export const resolveThread = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/threads/:threadId/resolved',
  needs: 'thread.write',
  summary: 'Say that a thread is settled, or open it again',
  params: ThreadParams,
  body: z.strictObject({ resolved: z.boolean() }),
  reply: ThreadAnswer,
})

/**
 * For whoever took the deletion of a passage back: its words are there again, as other characters. Throws `not_found`,
 * and `conflict` where these aren't the words that the thread was about, or it has them still.
 */
export const moveThread = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/threads/:threadId/passage',
  needs: 'minutes.write',
  summary: 'Put a thread about a passage of minutes back to its words, which were deleted and are there again',
  params: ThreadParams,
  body: z.strictObject({ from: PassageEnd, to: PassageEnd }),
  reply: ThreadAnswer,
  limit: 'comment',
})

export const reactToComment = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/threads/:threadId/comments/:commentId/reactions/:sign',
  needs: 'thread.write',
  summary: 'Set my sign beside a comment, or take it back',
  params: CommentParams.extend({ sign: ReactionSign }),
  body: z.strictObject({ on: z.boolean() }),
  reply: ThreadAnswer,
  limit: 'comment',
})

export const markThreadRead = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/threads/:threadId/read',
  needs: 'thread.view',
  summary: 'I have read a thread up to a comment; or not read it from there on',
  params: ThreadParams,
  body: z.strictObject({
    /** The last one that was seen. */
    commentId: Id,
    read: z.boolean().default(true),
  }),
  reply: Nothing,
})

export const markThreadsRead = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/threads-read',
  needs: 'thread.view',
  summary: 'I have read all threads of a room',
  params: RoomParams,
  reply: Nothing,
})

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/**
 * Throws `file_not_allowed` where what is in it is none of `attachmentMedia` and no picture, or isn't what its name says;
 * `too_large`; `pictures_full` where the room has no space left.
 */
export const uploadAttachment = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/attachments',
  needs: 'thread.write',
  summary: 'Keep a file for a comment that is being written; pictures are re-encoded without their metadata',
  params: RoomParams,
  query: z.strictObject({ name: StoredText.min(1).max(255) }),
  body: Bytes,
  upload: { maxBytes: ATTACHMENT_MAX_BYTES, anyMedia: true },
  reply: z.object({ attachment: AttachmentView }),
  limit: 'upload',
})

export const readAttachment = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/attachments/:attachmentId',
  needs: 'thread.view',
  summary: 'A file of a comment: pictures to be shown, anything else to be downloaded',
  params: RoomParams.extend({ attachmentId: Id }),
  reply: Bytes,
  replyMedia: 'application/octet-stream',
})
