import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import { type IdentityDeps, readIdentity } from '../access/identity.ts'
import { isArchived, standingSeat } from '../access/revoke.ts'
import { grantsOf, type Seat } from '../access/seats.ts'
import type { DocumentLog } from './document-log.ts'
import type { Admission } from './endpoint.ts'

/** Decides who may open which document, and whether they may write: the same table and guard as for requests. */
export function createAdmission(
  deps: IdentityDeps & { documents: DocumentLog },
): (documentId: string, headers: IncomingHttpHeaders) => Promise<Admission> {
  return async (documentId, headers) => {
    const identity = await readIdentity(deps, headers)
    if (!identity) return { reason: 'signedOut' }
    const document = await deps.documents.find(documentId)
    if (!document) return { reason: 'gone' }
    try {
      const { seat, standing } = await standingSeat(deps.db, identity, 'document.read', document.roomId)
      const mayWrite = isGranted('document.write', grantsOf(seat)) && !isArchived(standing)
      return { sessionId: identity.sessionId, standing, peer: peerOf(seat, mayWrite) }
    } catch (error) {
      if (error instanceof AppError) return { reason: 'noSeat' }
      throw error
    }
  }
}

function peerOf(seat: Seat, mayWrite: boolean) {
  const { id, personId, name, colour, side, role } = seat
  return { personId, seatId: id, role, user: { seat: id, name, colour, side, role }, mayWrite }
}
