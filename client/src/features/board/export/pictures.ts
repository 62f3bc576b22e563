import { readImage } from '@meydan/shared/contracts/images'
import { addressOf } from '../../../api.ts'
import { dataAddress } from '../../../exchange/save-file.ts'

const AT_ONCE = 4
const JPEG_QUALITY = 0.88
/** More than this of a picture nobody sees in a picture of the board. */
const EDGE_MAX = 1600

/** The pictures of a board by their files. One that can't be had is left out: its place says what it shows. */
export async function loadPictures(
  roomId: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ImageBitmap>> {
  const waiting = [...new Set(files)].filter((file) => file !== '')
  const loaded = new Map<string, ImageBitmap>()
  async function work(): Promise<void> {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      const bitmap = await loadPicture(addressOf(readImage.path, { roomId, imageId: file }), signal)
      if (bitmap) loaded.set(file, bitmap)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return loaded
}

async function loadPicture(address: string, signal: AbortSignal): Promise<ImageBitmap | null> {
  try {
    const answer = await fetch(address, { signal, credentials: 'same-origin' })
    if (!answer.ok) return null
    return await createImageBitmap(await answer.blob())
  } catch {
    signal.throwIfAborted()
    return null
  }
}

/** Pictures as `data:` addresses in a format every program knows, for files that stand alone. */
export async function embeddable(pictures: ReadonlyMap<string, ImageBitmap>): Promise<Map<string, string>> {
  const addresses = new Map<string, string>()
  for (const [file, bitmap] of pictures) {
    const scale = Math.min(1, EDGE_MAX / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    const pen = canvas.getContext('2d')!
    pen.fillStyle = '#ffffff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY))
    if (blob) addresses.set(file, await dataAddress(blob))
  }
  return addresses
}
