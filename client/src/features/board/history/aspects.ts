import type { MessageKey } from '../../../i18n/index.ts'

export const aspects = ['words', 'place', 'look', 'details', 'lock'] as const
/** What of an object a person sees changed, whichever fields that was. */
export type Aspect = (typeof aspects)[number]

const aspectOf: Record<string, Aspect> = {
  text: 'words',
  title: 'words',
  label: 'words',
  alt: 'words',
  at: 'place',
  frame: 'place',
  theme: 'place',
  from: 'place',
  to: 'place',
  size: 'place',
  colour: 'look',
  ink: 'look',
  form: 'look',
  width: 'look',
  arrow: 'look',
  kind: 'details',
  severity: 'details',
  fields: 'details',
  affected: 'details',
  locality: 'details',
  evidence: 'details',
  locked: 'lock',
}

/** The aspects these fields are of, in the order they are named; a place in the pile is none. */
export function aspectsOf(fields: Iterable<string>): Aspect[] {
  const found = new Set([...fields].map((field) => aspectOf[field]))
  return aspects.filter((aspect) => found.has(aspect))
}

export function aspectWord(aspect: Aspect): MessageKey {
  return `board.history.aspect.${aspect}`
}
