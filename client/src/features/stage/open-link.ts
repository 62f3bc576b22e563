import { type Invitation, isNamedRole } from '@meydan/shared/contracts/invites'
import { isGranted } from '@meydan/shared/permissions'

/** The link a hall is shown: it lets participants in, of any organisation, and has the most room left; null for none. */
export function linkForAll(invitations: readonly Invitation[], now: number): Invitation | null {
  const left = ({ maxUses, uses }: Invitation) => maxUses - uses
  const open = invitations.filter(
    (one) =>
      isForMany(one) &&
      one.organisationId === null &&
      one.revokedAt === null &&
      Date.parse(one.expiresAt) > now &&
      left(one) > 0,
  )
  return open.toSorted((a, b) => left(b) - left(a) || Date.parse(b.createdAt) - Date.parse(a.createdAt))[0] ?? null
}

function isForMany({ role }: Invitation): boolean {
  return !isNamedRole(role) && isGranted('document.write', new Set([role]))
}
