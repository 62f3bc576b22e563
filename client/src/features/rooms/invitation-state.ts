import type { Invitation } from '@meydan/shared/contracts/invites'

export type InvitationState = 'open' | 'expired' | 'used_up' | 'revoked'

/** Whether a link still lets somebody in, and if not, why. */
export function stateOfInvitation(invitation: Invitation, now: number): InvitationState {
  if (invitation.revokedAt !== null) return 'revoked'
  if (Date.parse(invitation.expiresAt) <= now) return 'expired'
  return invitation.uses >= invitation.maxUses ? 'used_up' : 'open'
}

/** Open links first, then the newest. */
export function sortInvitations(invitations: readonly Invitation[], now: number): Invitation[] {
  const closed = (one: Invitation) => Number(stateOfInvitation(one, now) !== 'open')
  return invitations.toSorted((a, b) => closed(a) - closed(b) || Date.parse(b.createdAt) - Date.parse(a.createdAt))
}

/** The link a person opens; the secret is behind #, so it never reaches a server's log. */
export function addressOfInvitation(invitation: Invitation, origin: string): string {
  return `${origin}/join#${invitation.token}`
}
