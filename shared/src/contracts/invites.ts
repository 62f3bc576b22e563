import { z } from 'zod'
import { Language } from '../languages.ts'
import { Name } from '../names.ts'
import { Audience, Lobby, SeatRole, Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, StoredText, Time } from './ids.ts'
import { NewOrganisation } from './programmes.ts'

export const INVITATION_HOURS_MAX = 24 * 366
export const INVITATION_USES_MAX = 1000

export const Invitation = z.object({
  id: Id,
  role: SeatRole,
  /** For whom: a facilitator's or expert's name; otherwise what the facilitator wrote to tell links apart. */
  label: z.string(),
  organisationId: Id.nullable(),
  maxUses: z.number().int(),
  uses: z.number().int(),
  expiresAt: Time,
  revokedAt: Time.nullable(),
  createdAt: Time,
  /** The secret part of the link; only those who may manage invitations ever receive it. */
  token: z.string(),
})
export type Invitation = z.infer<typeof Invitation>

export const listInvitations = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/invitations',
  needs: 'invitation.manage',
  summary: 'A room’s invitation links',
  params: RoomParams,
  reply: z.object({ invitations: z.array(Invitation) }),
})

/** Links of these roles let in one person, whose name they bear, once. */
export function isNamedRole(role: SeatRole): boolean {
  return role === 'facilitator' || role === 'expert'
}

/** Facilitator and expert links are for one named person and are used once: more uses, or no name, are refused. */
export const createInvitation = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/invitations',
  needs: 'invitation.manage',
  summary: 'Make an invitation link for a role',
  params: RoomParams,
  body: z
    .strictObject({
      role: SeatRole,
      label: Name().or(z.literal('')).default(''),
      organisationId: Id.nullable().default(null),
      expiresInHours: z.number().int().min(1).max(INVITATION_HOURS_MAX),
      maxUses: z.number().int().min(1).max(INVITATION_USES_MAX),
    })
    .refine(({ role, label }) => !isNamedRole(role) || label !== '', {
      path: ['label'],
      error: 'name_empty',
    })
    .refine(({ role, maxUses }) => !isNamedRole(role) || maxUses === 1, {
      path: ['maxUses'],
      error: 'named_link_once',
    }),
  reply: z.object({ invitation: Invitation }),
})

export const revokeInvitation = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/invitations/:invitationId/revoke',
  needs: 'invitation.manage',
  summary: 'Close a link; with removePeople also those who came by it, within 2 s',
  params: z.strictObject({ roomId: Id, invitationId: Id }),
  body: z.strictObject({ removePeople: z.boolean() }),
  reply: z.object({ invitation: Invitation, removed: z.number().int() }),
})

const Token = StoredText.max(100)

export const previewInvitation = contract({
  method: 'POST',
  path: '/api/invitations/preview',
  needs: 'public',
  summary: 'What a link leads to, for the join screen',
  body: z.strictObject({ token: Token }),
  reply: z.object({
    roomName: z.string(),
    programmeName: z.string(),
    hostName: z.string(),
    audience: Audience,
    role: SeatRole,
    language: Language,
    expiresAt: Time,
    /** The named person of a facilitator's or expert's link. */
    label: z.string(),
    organisationId: Id.nullable(),
    organisations: z.array(z.object({ id: Id, name: z.string(), side: Side })),
    /** What stands between this link and the room. Links for one named person lead straight in. */
    lobby: Lobby,
    /** Set when this browser already has a seat there: nothing needs to be asked. */
    alreadyIn: Id.nullable(),
  }),
  limit: 'redeem',
})

export const redeemInvitation = contract({
  method: 'POST',
  path: '/api/invitations/redeem',
  needs: 'public',
  summary: 'Take a seat in the room; makes a guest and signs them in where nobody is signed in',
  body: z.strictObject({
    token: Token,
    name: Name(),
    language: Language,
    organisation: z.union([z.strictObject({ id: Id }), z.strictObject({ add: NewOrganisation })]),
    passphrase: StoredText.max(200).optional(),
  }),
  /** `waits`: a facilitator has to let them in first. */
  reply: z.object({ roomId: Id, waits: z.boolean() }),
  limit: 'redeem',
})
