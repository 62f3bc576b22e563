import { PICTURE_MEDIA } from '@meydan/shared/contracts/images'
import { readAttachment, uploadAttachment } from '@meydan/shared/contracts/threads'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { requireSpace } from '../../pictures/space.ts'
import { attachmentBytes, attachmentFor, insertAttachment, keepableFile } from './attachments.ts'
import { disposition } from './file-name.ts'
import { readerOf } from './reader.ts'

export type AttachmentDeps = { db: Database; perRoomBytes: number }

/**
 * Nothing behind an id ever changes; whether one may still see it is asked each time, for a comment can be deleted.
 * Nothing in it is a page, and nothing but pictures is opened here.
 */
const HEADERS = {
  'cache-control': 'private, no-cache',
  vary: 'cookie',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
}

export function attachmentRoutes(mount: Mount, { db, perRoomBytes }: AttachmentDeps): void {
  mount(uploadAttachment, async ({ params: { roomId }, query, body, identity, seat }) => {
    const room = { roomId, identity, needs: uploadAttachment.needs }
    // Asked before the work, and again when its size is known: two that come together must not both fit.
    await requireSpace(db, { roomId, more: 1, most: perRoomBytes })
    const sent = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    const file = await keepableFile(sent, query.name, identity.personId)
    const attachment = await inLockedRoom(db, room, async (trx) => {
      await requireSpace(trx, { roomId, more: file.bytes.length, most: perRoomBytes })
      return insertAttachment(trx, { ...file, roomId, seatId: seat.id })
    })
    return { attachment }
  })

  mount(readAttachment, async ({ params, request, reply, seat }) => {
    const { id, name, mediaType } = await attachmentFor(db, readerOf(seat), params.attachmentId)
    const etag = `"${id}"`
    const known = request.headers['if-none-match'] === etag
    const bytes = known ? new Uint8Array() : await attachmentBytes(db, id)
    const isText = mediaType.startsWith('text/')
    reply.headers({
      ...HEADERS,
      etag,
      // A table of text is text: nothing is to be opened as anything else.
      'content-type': isText ? 'text/plain; charset=utf-8' : mediaType,
      'content-disposition': disposition(mediaType === PICTURE_MEDIA ? 'inline' : 'attachment', name),
    })
    if (known) reply.code(304)
    return bytes
  })
}
