import { ImageView, PICTURE_EDGE, PICTURE_KINDS, UPLOAD_MAX_BYTES, uploadImage } from '@meydan/shared/contracts/images'
import { addressOf, ApiError, refusalIn } from '../../../api.ts'

/** Small enough for the quarter of a minute that the server waits, also over a poor mobile network. */
const SENT_BYTES = 1_200_000
const QUALITIES = [0.85, 0.7, 0.5]
const TIMEOUT_MS = 60_000

/**
 * Makes a large picture small before it is sent: within `PICTURE_EDGE`, some hundred kilobytes instead of twelve
 * megabytes. Its metadata (where a photo was taken) doesn't leave the device then. What is small enough, what this
 * browser can't read and what would only grow is returned as it is; the server decides then. Never throws.
 */
export async function preparePicture(file: Blob): Promise<Blob> {
  const known = (PICTURE_KINDS as readonly string[]).includes(file.type)
  try {
    const edges = await edgesOf(file)
    const scale = Math.min(1, PICTURE_EDGE / Math.max(edges.width, edges.height))
    if (known && scale === 1 && file.size <= SENT_BYTES) return file
    const made = await drawn(file, { width: atLeastOne(edges.width * scale), height: atLeastOne(edges.height * scale) })
    return known && made.size >= file.size ? file : made
  } catch {
    return file
  }
}

function atLeastOne(length: number): number {
  return Math.max(1, Math.round(length))
}

/** Read without unpacking it: a photo of 60 megapixels takes 240 MB then, and a phone has no such room. */
async function edgesOf(file: Blob): Promise<{ width: number; height: number }> {
  const address = URL.createObjectURL(file)
  try {
    const image = new Image()
    await new Promise((resolve, reject) => {
      image.onload = resolve
      image.onerror = reject
      image.src = address
    })
    return { width: image.naturalWidth, height: image.naturalHeight }
  } finally {
    URL.revokeObjectURL(address)
  }
}

async function drawn(file: Blob, { width, height }: { width: number; height: number }): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' })
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')!
  pen.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const webp = await smallest(canvas, 'image/webp')
  if (webp.type === 'image/webp') return webp
  // Safari writes no WebP and gives PNG instead. That keeps what is transparent; a photo gets far too large by it.
  if (webp.size <= SENT_BYTES) return webp
  pen.globalCompositeOperation = 'destination-over'
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, width, height)
  return smallest(canvas, 'image/jpeg')
}

/** Each quality in turn, until it is small enough. */
async function smallest(canvas: OffscreenCanvas, type: string): Promise<Blob> {
  let made = await canvas.convertToBlob({ type, quality: QUALITIES[0]! })
  for (const quality of QUALITIES.slice(1)) {
    if (made.size <= SENT_BYTES || made.type !== type) break
    made = await canvas.convertToBlob({ type, quality })
  }
  return made
}

/**
 * Sends a picture to a room; `onProgress` hears 0 to 1. Rejects with ApiError (its text: `useErrorText`), or with the
 * signal's reason where it was stopped.
 */
export async function uploadPicture(
  roomId: string,
  picture: Blob,
  onProgress: (part: number) => void = () => {},
  signal?: AbortSignal,
): Promise<ImageView> {
  signal?.throwIfAborted()
  // Sent all the same, it would look like a lost connection: the server hangs up in the middle.
  if (picture.size > UPLOAD_MAX_BYTES) throw new ApiError('picture_too_large')
  const request = new XMLHttpRequest()
  request.open(uploadImage.method, addressOf(uploadImage.path, { roomId }))
  request.timeout = TIMEOUT_MS
  request.setRequestHeader('x-meydan', '1')
  // The server looks for itself what it is; a file without a type is a file all the same.
  request.setRequestHeader('content-type', picture.type.startsWith('image/') ? picture.type : 'image/jpeg')
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
  const stop = () => request.abort()
  signal?.addEventListener('abort', stop)
  try {
    await new Promise<void>((resolve, reject) => {
      request.onload = () => resolve()
      request.onerror = () => reject(new ApiError('offline'))
      request.ontimeout = () => reject(new ApiError('offline'))
      request.onabort = () => reject(signal?.reason ?? new ApiError('offline'))
      request.send(picture)
    })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  const answer = parsed(request.responseText)
  if (request.status !== 200) throw refusalIn(answer)
  onProgress(1)
  return ImageView.parse(answer)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
