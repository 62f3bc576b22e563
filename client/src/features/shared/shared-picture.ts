import { readSharedPicture } from '@meydan/shared/contracts/shared-links'
import { callForFile } from '../../api.ts'

/** Fetches a picture of the board that a link leads to; none that isn't on it. */
export function sharedPictures(token: string): (imageId: string) => Promise<Blob> {
  return (imageId) => callForFile(readSharedPicture, { body: { token, imageId } })
}
