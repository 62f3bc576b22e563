import { languages } from '@meydan/shared/languages'
import type { IntlMessageFormat } from 'intl-messageformat'

/** ICU syntax: plurals are right in all six languages. A build brings what has values in it parsed (lean-bundle.ts). */
export type Message = ConstructorParameters<typeof IntlMessageFormat>[0]
export type Catalogue = { [name: string]: Catalogue | Message }

/** The catalogues in parts, so that a page waits for no more words than it shows; lean-bundle.ts divides them. */
export const parts = {
  first: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?words=first' }),
  board: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?words=board' }),
  parts: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?words=parts' }),
  plan: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?words=plan' }),
  outside: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?words=outside' }),
  later: import.meta.glob<Catalogue>('./*.json', { import: 'default', query: '?words=later' }),
}
export type WordPart = keyof typeof parts
export const ALL = Object.keys(parts) as WordPart[]

/** All words of each of our languages, for what reads texts written in any of them. Rejects when the network is away. */
export async function allLanguages(): Promise<Catalogue[]> {
  return Promise.all(
    languages.map(async (one) => {
      const fetched = await Promise.all(ALL.map((part) => parts[part][`./${one}.json`]!()))
      return fetched.reduce(merged, {})
    }),
  )
}

export function merged(one: Catalogue, other: Catalogue): Catalogue {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries(
    [...names].map((name) => {
      const [a, b] = [one[name], other[name]]
      return [name, isGroup(a) && isGroup(b) ? merged(a, b) : (a ?? b)!]
    }),
  )
}

/** A message is a text or, parsed, a list. */
function isGroup(value: Catalogue | Message | undefined): value is Catalogue {
  return typeof value === 'object' && !Array.isArray(value)
}
