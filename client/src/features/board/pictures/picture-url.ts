import { readImage } from '@meydan/shared/contracts/images'
import { addressOf } from '../../../api.ts'

/** Where a picture of a room is read; the name in a document is whatever somebody wrote there. */
export function pictureUrl(roomId: string, fileId: string): string {
  return addressOf(readImage.path, { roomId, imageId: fileId.replace(/[^\w-]/g, '') || '-' })
}
