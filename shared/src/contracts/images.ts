import { z } from 'zod'
import { contract } from './contract.ts'
import { Id, RoomParams } from './ids.ts'

/** What one upload may weigh, before the server makes it smaller. */
export const UPLOAD_MAX_BYTES = 12 * 1024 * 1024
/** The longer edge of a picture as it is kept. */
export const PICTURE_EDGE = 2400
export const PICTURE_MEDIA = 'image/webp'
/** What the server can read. */
export const PICTURE_KINDS = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

export const ImageView = z.object({ id: Id, width: z.number().int(), height: z.number().int() })
export type ImageView = z.infer<typeof ImageView>

export const uploadImage = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/images',
  needs: 'document.write',
  summary: 'Keep a picture for the boards of a room: turned upright, made smaller, without its metadata',
  params: RoomParams,
  body: Bytes,
  upload: { maxBytes: UPLOAD_MAX_BYTES },
  reply: ImageView,
  limit: 'upload',
})

export const readImage = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/images/:imageId',
  needs: 'document.read',
  summary: 'A picture of a room; the same for ever under its id',
  params: RoomParams.extend({ imageId: Id }),
  reply: Bytes,
  replyMedia: PICTURE_MEDIA,
})
