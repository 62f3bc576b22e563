import { PICTURE_MEDIA, readImage, uploadImage } from '@meydan/shared/contracts/images'
import { isGranted } from '@meydan/shared/permissions'
import { inLockedRoom } from '../../access/locked-room.ts'
import { grantsOf } from '../../access/seats.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { makeKeepable } from '../../pictures/keepable.ts'
import { requireSpace } from '../../pictures/space.ts'
import { hasImage, insertImage, readBytes, requireShown } from './store.ts'

export type ImageDeps = { db: Database; perRoomBytes: number }

/**
 * Nothing behind an id ever changes; nobody but who asked may keep it, and whoever signs in next in the same browser is
 * asked for anew; nothing in it is a page.
 */
const HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  vary: 'cookie',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'content-disposition': 'inline',
}

export function imageRoutes(mount: Mount, { db, perRoomBytes }: ImageDeps): void {
  mount(uploadImage, async ({ params: { roomId }, body, identity, seat }) => {
    const room = { roomId, identity, needs: uploadImage.needs }
    // Asked before the work, and again when its size is known: two that come together must not both fit.
    await requireSpace(db, { roomId, more: 1, most: perRoomBytes })
    const picture = await makeKeepable(Buffer.from(body.buffer, body.byteOffset, body.byteLength), identity.personId)
    return inLockedRoom(db, room, async (trx) => {
      await requireSpace(trx, { roomId, more: picture.bytes.length, most: perRoomBytes })
      return insertImage(trx, { ...picture, roomId, seatId: seat.id, mediaType: PICTURE_MEDIA })
    })
  })

  mount(readImage, async ({ params, request, reply, seat }) => {
    if (!isGranted('stage.direct', grantsOf(seat))) await requireShown(db, params)
    const etag = `"${params.imageId}"`
    const known = request.headers['if-none-match'] === etag && (await hasImage(db, params))
    const bytes = known ? new Uint8Array() : await readBytes(db, params)
    reply.headers({ ...HEADERS, etag, 'content-type': PICTURE_MEDIA })
    if (known) reply.code(304)
    return bytes
  })
}
