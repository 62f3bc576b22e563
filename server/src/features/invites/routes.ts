import {
  createInvitation,
  listInvitations,
  previewInvitation,
  redeemInvitation,
  revokeInvitation,
} from '@meydan/shared/contracts/invites'
import { decideArrivals, listArrivals } from '@meydan/shared/contracts/arrivals'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Revocations } from '../../access/revoke.ts'
import type { SessionCookie } from '../../access/session-cookie.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { arrivalsOf, decide } from './arrivals.ts'
import { createFindLink } from './open-link.ts'
import { createPreviews } from './preview.ts'
import { type AddOrganisation, createRedeem } from './redeem.ts'
import { closeInvitation, insertInvitation, invitationsOf } from './store.ts'

export type InviteDeps = {
  db: Database
  secret: string
  cookie: SessionCookie
  addOrganisation: AddOrganisation
  revocations: Revocations
  publisher: Publisher
}

export function inviteRoutes(mount: Mount, deps: InviteDeps): void {
  const { db, secret, cookie, revocations, publisher } = deps
  const find = createFindLink(db)
  const preview = createPreviews(db, find)
  const redeem = createRedeem({ ...deps, find })
  const tellRoom = (roomId: string) => publisher.toRoom(roomId, 'room:changed', { roomId })

  mount(listInvitations, async ({ params }) => ({ invitations: await invitationsOf(db, secret, params.roomId) }))

  mount(createInvitation, async ({ params: { roomId }, body, identity, seat }) => ({
    invitation: await inLockedRoom(db, { roomId, identity, needs: createInvitation.needs }, (trx) =>
      insertInvitation(trx, secret, { ...body, roomId, programmeId: seat.programmeId, createdBy: identity.personId }),
    ),
  }))

  mount(revokeInvitation, async ({ params: { roomId, invitationId }, body: { removePeople }, identity }) => {
    const work = { roomId, identity, needs: revokeInvitation.needs, archivedToo: true }
    const closed = await inLockedRoom(db, work, (trx) =>
      closeInvitation(trx, secret, { roomId, invitationId, removePeople }),
    )
    if (removePeople) publisher.topic(roomId, 'arrivals')
    if (closed.removed > 0) {
      revocations.announce()
      tellRoom(roomId)
    }
    return closed
  })

  mount(previewInvitation, ({ body, identity }) => preview(body.token, identity))

  mount(redeemInvitation, async ({ body, identity, reply }) => {
    const { roomId, isNew, waits, session } = await redeem(body, identity)
    if (session) reply.header('set-cookie', cookie.write(session.token, session.expiresAt))
    if (waits) publisher.topic(roomId, 'arrivals')
    else if (isNew) tellRoom(roomId)
    // They may have waited until now.
    if (isNew && !waits && identity) publisher.topic(roomId, 'arrivals')
    return { roomId, waits }
  })

  mount(listArrivals, async ({ params: { roomId } }) => ({ arrivals: await arrivalsOf(db, roomId) }))

  mount(decideArrivals, async ({ params: { roomId }, body, identity }) => {
    const decided = await inLockedRoom(db, { roomId, identity, needs: decideArrivals.needs }, (trx) =>
      decide(trx, { roomId, ...body }),
    )
    if (decided > 0) {
      publisher.topic(roomId, 'arrivals')
      if (body.admit) tellRoom(roomId)
    }
    return { decided }
  })
}
