import type { ItemKind } from '@meydan/shared/documents/board/records'

/** Words that were written here and are nowhere else; of one object, at most once its own words and once each field. */
export type LostText = { id: string; kind: WordyKind; text: string; field?: WordField }

/** The fields of objects that hold somebody's own words; notes and shapes have their words in `texts` besides. */
export const wordFields = ['title', 'label', 'alt', 'affected', 'locality', 'evidence'] as const
export type WordField = (typeof wordFields)[number]

/** In the order in which one would read them out. */
export const wordyKinds = ['note', 'shape', 'theme', 'frame', 'connector', 'picture'] as const satisfies ItemKind[]
export type WordyKind = (typeof wordyKinds)[number]
