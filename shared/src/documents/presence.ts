import { z } from 'zod'
import { SeatRole, Side } from '../words.ts'
import { Point } from './board/records.ts'

export const AWARENESS_MAX_BYTES = 2048

/** What a client says about itself in a document: never more than where it is and what it holds. */
export const PresenceClaim = z.object({
  cursor: Point.nullable().catch(null),
  /** Ids of selected notes and frames. */
  selection: z.array(z.string().max(64)).max(20).catch([]),
  /** The note whose words are being edited. */
  editing: z.string().max(64).nullable().catch(null),
  /** Notes or frames being dragged, and how far: the document is written only at the drop. */
  drag: z
    .object({ ids: z.array(z.string().max(64)).max(20), by: Point })
    .nullable()
    .catch(null),
  /** The cursor is a pointer that everybody should follow with their eyes: it leaves a trail. */
  laser: z.boolean().catch(false),
  /** The seat whose view is followed. */
  following: z.string().max(64).nullable().catch(null),
  /** What is in sight here, in board units; told only while somebody follows. */
  view: Point.extend({ width: z.number().min(0).max(1e7), height: z.number().min(0).max(1e7) })
    .nullable()
    .catch(null),
  /** Where one writes in a rich text: both ends of what is selected, as positions of Yjs that move with the words. */
  caret: z
    .object({ anchor: z.string().max(120), head: z.string().max(120) })
    .optional()
    .catch(undefined),
})
export type PresenceClaim = z.infer<typeof PresenceClaim>

/** Written by the server over whatever the client sent: who this really is. */
export const PresenceUser = z.object({
  seat: z.string(),
  name: z.string(),
  colour: z.number().int(),
  side: Side,
  role: SeatRole,
})
export type PresenceUser = z.infer<typeof PresenceUser>

export const PresenceState = PresenceClaim.extend({ user: PresenceUser })
export type PresenceState = z.infer<typeof PresenceState>
