import { isolated } from '@meydan/shared/isolated'
import { directionOf, type Language } from '@meydan/shared/languages'

type Direction = ReturnType<typeof directionOf>

/** A thousand letters are written with the same words. */
const known = new WeakMap<object, object>()

/**
 * The words of letters in one language, of which each sentence sets apart the names that are put into it where those are
 * written in the other direction. Words are texts, functions of texts, or groups of such.
 */
export function setApart<W extends object>(words: W, language: Language): W {
  const made = known.get(words) ?? (apart(words, directionOf(language)) as object)
  known.set(words, made)
  return made as W
}

/** Facts in one line, those there are: each keeps its own direction. */
export function together(facts: readonly (string | null)[], language: Language): string {
  return facts
    .filter((fact) => fact !== null && fact !== '')
    .map((fact) => isolated(fact!, directionOf(language)))
    .join(' · ')
}

function apart(words: unknown, direction: Direction): unknown {
  if (typeof words === 'function') {
    return (...given: unknown[]) => words(...given.map((one) => put(one, direction)))
  }
  return inEach(words, (inner) => apart(inner, direction))
}

function put(given: unknown, direction: Direction): unknown {
  return typeof given === 'string' ? isolated(given, direction) : inEach(given, (inner) => put(inner, direction))
}

function inEach(group: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(group)) return group.map(change)
  if (group === null || typeof group !== 'object') return group
  return Object.fromEntries(Object.entries(group).map(([name, inner]) => [name, change(inner)]))
}
