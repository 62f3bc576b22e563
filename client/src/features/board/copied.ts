import { BoardClip } from '@meydan/shared/documents/board/clip'
import { sharedIds } from '@meydan/shared/documents/templates/own'
import { z } from 'zod'

/** Of two objects under one id nobody could ever delete the second. */
const Copied = z.object({
  programme: z.string(),
  room: z.string(),
  clip: BoardClip.refine((clip) => sharedIds(clip).length === 0),
})
export type Copied = z.infer<typeof Copied>

/** The objects in a clipboard, where any page may have put anything; null for what is not a copy of ours. */
export function readCopied(text: string): Copied | null {
  if (!text) return null
  try {
    return Copied.parse(JSON.parse(text))
  } catch {
    return null
  }
}
