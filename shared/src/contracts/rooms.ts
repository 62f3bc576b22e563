import { z } from 'zod'
import { boardTemplateIds } from '../documents/templates/ids.ts'
import { documentKinds } from '../documents/kinds.ts'
import { Language } from '../languages.ts'
import { Name, Prose } from '../names.ts'
import { permissions, type Permission } from '../permissions.ts'
import { Audience, Lobby, SeatRole, Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, ProgrammeParams, RoomParams, StoredText, Time } from './ids.ts'
import { RoomSummary } from './programmes.ts'

/** A person in this room, for an organisation. Names live here, never in a document. */
export const SeatView = z.object({
  id: Id,
  personId: Id,
  name: z.string(),
  isGuest: z.boolean(),
  role: SeatRole,
  organisationId: Id,
  organisationName: z.string(),
  side: Side,
  /** 0-11: index into the palette of person colours; the same everywhere for this seat. */
  colour: z.number().int(),
  removedAt: Time.nullable(),
})
export type SeatView = z.infer<typeof SeatView>

/** What a board begins with: one of ours, or the id of one of the programme's own. */
export const TemplateChoice = z.union([z.enum(boardTemplateIds), Id])
export type TemplateChoice = z.infer<typeof TemplateChoice>

export const DocumentSummary = z.object({
  id: Id,
  kind: z.enum(documentKinds),
  title: z.string(),
  createdAt: Time,
  /** Of which meeting minutes are. */
  meetingId: Id.nullable().default(null),
})
export type DocumentSummary = z.infer<typeof DocumentSummary>

export const RoomView = z.object({
  id: Id,
  name: z.string(),
  purpose: z.string(),
  audience: Audience,
  language: Language,
  archivedAt: Time.nullable(),
  programme: z.object({ id: Id, name: z.string() }),
  mySeat: SeatView,
  /** Everyone who has or had a seat, so that a note can say whose side it is from. */
  seats: z.array(SeatView),
  documents: z.array(DocumentSummary),
  /** What the own role may do here: the server's own answer, so that interface and server can't disagree. */
  may: z.array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]])),
  /** Since when only facilitators may change its boards; null: everybody whose role allows it. */
  boardsLockedAt: Time.nullable().default(null),
  lobby: Lobby.default('open'),
  /** The organisation's own place for calls, on its own server; null: none. */
  call: z.object({ url: z.url(), embedded: z.boolean() }).nullable().default(null),
  /** Whether I organise the programme, and so may keep its boards as templates. */
  maySaveTemplate: z.boolean().default(false),
})
export type RoomView = z.infer<typeof RoomView>

export const createRoom = contract({
  method: 'POST',
  path: '/api/programmes/:programmeId/rooms',
  needs: 'room.create',
  summary: 'Create a room with its first board; the programme’s organisers become its facilitators',
  params: ProgrammeParams,
  body: z.strictObject({
    name: Name(),
    purpose: Prose(2000).default(''),
    audience: Audience.default('joint'),
    language: Language,
    boardTitle: Name(),
    template: TemplateChoice,
  }),
  reply: z.object({ room: RoomSummary, boardId: Id }),
})

export const readRoom = contract({
  method: 'GET',
  path: '/api/rooms/:roomId',
  needs: 'room.view',
  summary: 'A room as its people see it',
  params: RoomParams,
  reply: z.object({ room: RoomView }),
})

export const editRoom = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId',
  needs: 'room.edit',
  summary: 'Change a room’s name, purpose or language; archive it or bring it back; close its boards',
  params: RoomParams,
  body: z.strictObject({
    name: Name().optional(),
    purpose: Prose(2000).optional(),
    language: Language.optional(),
    archived: z.boolean().optional(),
    /** Whether only facilitators may change its boards. */
    boardsLocked: z.boolean().optional(),
    lobby: Lobby.optional(),
    /** Needed where `lobby` becomes `passphrase`. */
    passphrase: StoredText.trim().min(6, { error: 'passphrase_short' }).max(200, { error: 'text_too_long' }).optional(),
    /** Where to meet by voice: an https address; `embedded` only on hosts that the operator allows. Null: nowhere. */
    call: z
      .strictObject({ url: z.url({ protocol: /^https$/, error: 'call_https' }).max(500), embedded: z.boolean() })
      .nullable()
      .optional(),
  }),
  reply: z.object({ room: RoomView }),
})

export const addBoard = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/boards',
  needs: 'room.edit',
  summary: 'Add a board from a template',
  params: RoomParams,
  body: z.strictObject({ title: Name(), template: TemplateChoice }),
  reply: z.object({ document: DocumentSummary }),
})

export const renameDocument = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/documents/:documentId',
  needs: 'room.edit',
  summary: 'Rename a board or plan',
  params: z.strictObject({ roomId: Id, documentId: Id }),
  body: z.strictObject({ title: Name() }),
  reply: z.object({ document: DocumentSummary }),
})

export const removeSeat = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/seats/:seatId',
  needs: 'seat.remove',
  summary: 'Remove a person from the room; their sockets close within 2 s',
  params: z.strictObject({ roomId: Id, seatId: Id }),
  reply: Nothing,
})

/** Changing a role takes effect on open sockets within 2 s. */
export const editSeat = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/seats/:seatId',
  needs: 'seat.remove',
  summary: 'Change a person’s role, or let a removed person back in',
  params: z.strictObject({ roomId: Id, seatId: Id }),
  body: z.strictObject({ role: SeatRole.optional(), removed: z.literal(false).optional() }),
  reply: z.object({ seat: SeatView }),
})
