/** Words that were written here and are nowhere else; of one record, at most once its own words and once each field. */
export type LostText = { id: string; kind: WordyKind; text: string; field?: WordField }

/**
 * What holds somebody's words on a board and in a plan: under which root, and in which fields. In the order in which one
 * would read them out.
 */
export const wordy = {
  note: { root: 'notes', fields: ['affected', 'locality', 'evidence'] },
  shape: { root: 'shapes', fields: [] },
  theme: { root: 'themes', fields: ['title', 'affected', 'locality', 'evidence'] },
  frame: { root: 'frames', fields: ['title'] },
  connector: { root: 'connectors', fields: ['label'] },
  picture: { root: 'pictures', fields: ['alt'] },
  goal: { root: 'goals', fields: ['title'] },
  action: {
    root: 'actions',
    fields: ['title', 'indicatorName', 'indicatorUnit', 'indicatorSource', 'resources', 'locality'],
  },
  check: { root: 'checks', fields: ['text'] },
  replanning: { root: 'replannings', fields: ['reason'] },
} as const

export type WordyKind = keyof typeof wordy
export const wordyKinds = Object.keys(wordy) as WordyKind[]
export type WordField = (typeof wordy)[WordyKind]['fields'][number]
export const wordFields = [...new Set(Object.values(wordy).flatMap(({ fields }): readonly WordField[] => fields))]
