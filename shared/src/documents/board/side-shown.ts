import type { Side } from '../../words.ts'

/**
 * The side with which something on a board is shown: its author's as the room knows it, else what the record says. Null
 * where it says none: what was revealed without names and what a template brought are nobody's, and above all not the
 * neutral side's, which is what a record without a side reads as.
 */
export function sideShown({ seat, side }: { seat: string | null; side: Side }, ofAuthor?: Side): Side | null {
  return ofAuthor ?? (seat === null && side === 'neutral' ? null : side)
}
