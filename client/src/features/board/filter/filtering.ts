import { foldName } from '@meydan/shared/names'
import type { NoteColour, NoteKind } from '@meydan/shared/documents/board/records'
import type { FieldOfWork, Side } from '@meydan/shared/words'

/** What is looked for; null and blank: anything. */
export type Wanted = {
  kind: NoteKind | null
  field: FieldOfWork | null
  /** At least this severe. */
  severity: number | null
  side: Side | null
  organisation: string | null
  colour: NoteColour | null
  words: string
  mine: boolean
}

export const wantsAnything: Wanted = {
  kind: null,
  field: null,
  severity: null,
  side: null,
  organisation: null,
  colour: null,
  words: '',
  mine: false,
}

/** What of an object is looked at; what a kind of object hasn't is left out, and then nobody who asks for it finds it. */
export type Looked = {
  kind?: NoteKind | null | string
  fields?: readonly FieldOfWork[]
  severity?: number | null
  colour?: NoteColour | null
  side: Side | null
  organisation: string | null
  seat: string | null
  words: string
}

export function isWanted(wanted: Wanted): boolean {
  return Object.entries(wanted).some(([, value]) => (typeof value === 'string' ? value.trim() !== '' : Boolean(value)))
}

/** Whether an object is what is looked for, in all that was said. */
export function matches(wanted: Wanted, item: Looked, mySeat: string): boolean {
  if (wanted.kind && item.kind !== wanted.kind) return false
  if (wanted.field && !item.fields?.includes(wanted.field)) return false
  if (wanted.severity && (item.severity ?? 0) < wanted.severity) return false
  if (wanted.colour && item.colour !== wanted.colour) return false
  if (wanted.side && item.side !== wanted.side) return false
  if (wanted.organisation && item.organisation !== wanted.organisation) return false
  if (wanted.mine && item.seat !== mySeat) return false
  return foldName(item.words).includes(foldName(wanted.words))
}
