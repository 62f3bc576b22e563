import { createLink, listLinks, openLink, revokeLink } from '@meydan/shared/contracts/shared-links'
import { inLockedRoom } from '../../access/locked-room.ts'
import { requireLink } from '../../access/shared-links.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { ShownDocuments } from './shown.ts'
import { closeLink, insertLink, linksOf, noteOpened } from './store.ts'

export type SharedLinkDeps = {
  db: Database
  secret: string
  /** Call after the commit of what closed a link: every node looks at once. */
  announceLinks: () => void
}

export function sharedLinkRoutes(mount: Mount, { db, secret, announceLinks }: SharedLinkDeps): void {
  const shown = new ShownDocuments(db)

  mount(listLinks, async ({ params }) => ({ links: await linksOf(db, secret, params) }))

  mount(createLink, async ({ params, body, identity }) => ({
    link: await inLockedRoom(db, { roomId: params.roomId, identity, needs: createLink.needs }, (trx) =>
      insertLink(trx, secret, { ...params, ...body, createdBy: identity.personId }),
    ),
  }))

  mount(revokeLink, async ({ params, identity }) => {
    const work = { roomId: params.roomId, identity, needs: revokeLink.needs, archivedToo: true }
    const link = await inLockedRoom(db, work, (trx) => closeLink(trx, secret, params))
    announceLinks()
    return { link }
  })

  mount(openLink, async ({ body: { token, known } }) => {
    const access = await requireLink(db, token)
    const reply = await shown.show(access, known)
    await noteOpened(db, access.linkId)
    return reply
  })
}
