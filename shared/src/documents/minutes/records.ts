import { z } from 'zod'

/** Everything the minutes hold, with one for each element: a hundred printed pages. See `lengthOf`. */
export const MINUTES_MAX = 250_000
/** Twice of that: what two people wrote offline still fits. */
export const MINUTES_HARD_MAX = 500_000

/** The text itself is the rich text of this one in `texts`. */
export const BODY = 'body'

/** What minutes consist of: their one text, see `BODY`. `meeting`: whose minutes they are; null for others. */
export const Part = z.object({ id: z.literal(BODY), meeting: z.uuid().nullable().catch(null) })
export type Part = z.infer<typeof Part>

export const minutesRoots = ['meta', 'parts', 'texts'] as const
