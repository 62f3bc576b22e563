import { PICTURE_EDGE } from '@meydan/shared/contracts/images'
import { AppError } from '@meydan/shared/errors'
import type { Metadata } from 'sharp'
import { Turns } from './turns.ts'

/** A photo of 61 megapixels, the most that cameras on sale take, passes. */
const PIXELS_MAX = 64_000_000
/** What decoding one file may hold at once, as reckoned by `bytesHeld`. */
const HELD_MAX_BYTES = 384_000_000
const WAITING_MAX = { all: 24, ofOne: 12 }
const SECONDS_MAX = 20
const QUALITY = 82
const KINDS = new Set<string | undefined>(['jpeg', 'png', 'webp', 'gif', 'heif'])

const turns = new Turns(WAITING_MAX)
let loading: ReturnType<typeof load> | undefined

/** With the first picture: 30 MB that a server of boards without any doesn't need. */
async function load() {
  const { default: sharp } = await import('sharp')
  // Other decoders exist for convenience, not for files of strangers: SVG alone can read files and draw for ever.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((kind) => `VipsForeignLoad${kind}Buffer`),
  })
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

export type Keepable = { bytes: Buffer; width: number; height: number }

/**
 * Makes of what somebody sent what we keep: the picture alone, upright, within `PICTURE_EDGE`, as WebP; of an animation
 * its first frame. Whatever else was in the file (place, camera, thumbnails, scripts) is not. One at a time; `by` is who
 * sent it. Throws `picture_unreadable` (not one of our kinds, or broken), `picture_too_large`, `busy`.
 */
export async function makeKeepable(sent: Buffer, by: string): Promise<Keepable> {
  const sharp = await (loading ??= load())
  return turns.take(by, async () => {
    requireDecodable(await decoding(() => sharp(sent, { limitInputPixels: false }).metadata()))
    const { data, info } = await decoding(() =>
      sharp(sent, { limitInputPixels: PIXELS_MAX, failOn: 'error', autoOrient: true })
        .resize({ width: PICTURE_EDGE, height: PICTURE_EDGE, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: QUALITY })
        .timeout({ seconds: SECONDS_MAX })
        .toBuffer({ resolveWithObject: true }),
    )
    return { bytes: data, width: info.width, height: info.height }
  })
}

async function decoding<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch {
    // What the decoders say is about bytes of theirs, nothing a person could do something with.
    throw new AppError('picture_unreadable')
  }
}

function requireDecodable(given: Metadata): void {
  if (!KINDS.has(given.format)) throw new AppError('picture_unreadable')
  const pixels = given.width * given.height
  if (pixels > PIXELS_MAX || pixels * bytesHeld(given) > HELD_MAX_BYTES) throw new AppError('picture_too_large')
}

/** Per pixel. Most files are decoded line by line; of some kinds, and to be turned, all of it has to be there first. */
function bytesHeld({ format, isProgressive, channels, depth, orientation = 1 }: Metadata): number {
  if (format === 'heif') return 18
  if (format === 'gif') return 5
  if (!isProgressive && orientation === 1) return 0
  return format === 'jpeg' || depth === 'ushort' ? channels * 2 : channels
}
