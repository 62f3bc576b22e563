import { PICTURE_MEDIA } from '@meydan/shared/contracts/images'
import { createLink, listLinks, openLink, readSharedPicture, revokeLink } from '@meydan/shared/contracts/shared-links'
import { AppError } from '@meydan/shared/errors'
import { inLockedRoom } from '../../access/locked-room.ts'
import { requireLink } from '../../access/shared-links.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { ShownDocuments } from './shown.ts'
import { closeLink, insertLink, linksOf, noteOpened, pictureOf } from './store.ts'

export type SharedLinkDeps = {
  db: Database
  secret: string
  /** Call after the commit of what closed a link: every node looks at once. */
  announceLinks: () => void
}

/** Kept by nobody: the link may be closed the next moment. Nothing in it is a page. */
const PICTURE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
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

  mount(readSharedPicture, async ({ body: { token, imageId }, reply }) => {
    const access = await requireLink(db, token)
    const bytes = (await shown.holds(access, imageId)) ? await pictureOf(db, access.roomId, imageId) : undefined
    if (!bytes) throw new AppError('not_found')
    reply.headers({ ...PICTURE_HEADERS, 'content-type': PICTURE_MEDIA })
    return bytes
  })
}
