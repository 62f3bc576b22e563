import { foldName } from '@meydan/shared/names'

const TERMS_MAX = 8
/** What is written together with the Arabic article, longest first: as `search_vector` of migration 0026 has it. */
const ARTICLE = /^(?:وال|فال|بال|كال|لل|ال)(?=..)/u

/**
 * What was typed, as Postgres' query language has it: all words, each as the beginning of one. Letters and digits alone
 * are left of it, so that nobody's sign is taken for an operator. Null where nothing is.
 */
export function queryOf(typed: string): string | null {
  const terms = wordsOf(typed)
  if (terms.length === 0) return null
  return terms
    .map(
      (term) =>
        `(${forms(term)
          .map((form) => `${form}:*`)
          .join(' | ')})`,
    )
    .join(' & ')
}

/** The words that are looked for, folded; the first few where somebody pasted a page. */
export function wordsOf(typed: string): string[] {
  return foldName(typed).split(' ').filter(Boolean).slice(0, TERMS_MAX)
}

function forms(term: string): string[] {
  const bare = term.replace(ARTICLE, '')
  return bare === term ? [term] : [term, bare]
}
