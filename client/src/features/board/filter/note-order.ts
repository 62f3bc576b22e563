import { noteKinds } from '@meydan/shared/documents/board/records'
import type { NoteKind } from '@meydan/shared/documents/board/records'
import { type Side, sides } from '@meydan/shared/words'

export const sortings = ['severity', 'kind', 'side', 'author'] as const
export type Sorting = (typeof sortings)[number]

export type Sorted = { id: string; severity: number | null; kind: NoteKind | null; side: Side | null; author: string }

/** Ids in this order; what says nothing comes last, and what says the same keeps its order. */
export function sortedBy(notes: readonly Sorted[], by: Sorting, language: string): string[] {
  const compare: Record<Sorting, (a: Sorted, b: Sorted) => number> = {
    severity: (a, b) => (b.severity ?? 0) - (a.severity ?? 0),
    kind: (a, b) => rankOf(a.kind) - rankOf(b.kind),
    side: (a, b) => placeOf(a.side) - placeOf(b.side),
    author: (a, b) => Number(a.author === '') - Number(b.author === '') || a.author.localeCompare(b.author, language),
  }
  return notes.toSorted(compare[by]).map(({ id }) => id)
}

/** Without a side at the end. */
function placeOf(side: Side | null): number {
  return side ? sides.indexOf(side) : sides.length
}

function rankOf(kind: NoteKind | null): number {
  return kind ? noteKinds.indexOf(kind) : noteKinds.length
}
