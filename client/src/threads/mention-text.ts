import { MENTION } from '@meydan/shared/contracts/threads'
import { foldName } from '@meydan/shared/names'
import type { Side } from '@meydan/shared/words'

/** Somebody, or an organisation, of a room who can be named in a comment. */
export type Mentionable = {
  of: 'seat' | 'organisation'
  id: string
  name: string
  side: Side
  /** Of a person: whom they are here for. */
  organisation: string
}

export type TextPart = { kind: 'words'; text: string } | { kind: 'mention'; of: Mentionable['of']; id: string }

/** A comment's text, as it is kept, in words and mentions. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: token, 1: of, 2: id, index } of text.matchAll(MENTION)) {
    if (index > from) parts.push({ kind: 'words', text: text.slice(from, index) })
    parts.push({ kind: 'mention', of: of as Mentionable['of'], id: id! })
    from = index + token.length
  }
  if (from < text.length) parts.push({ kind: 'words', text: text.slice(from) })
  return parts
}

/** As somebody reads or changes it: each mention as `@` and `nameOf` it. */
export function toShown(text: string, nameOf: (of: Mentionable['of'], id: string) => string): string {
  return partsOf(text)
    .map((part) => (part.kind === 'words' ? part.text : `@${nameOf(part.of, part.id)}`))
    .join('')
}

/**
 * As it is kept: each `@` that is followed by the whole name of one of `people` becomes a mention of them; of two names
 * that fit, the longer. An `@` inside of a word, as in an address for mail, stays.
 */
export function toKept(text: string, people: readonly Mentionable[]): string {
  const longest = people.toSorted((a, b) => b.name.length - a.name.length)
  let kept = ''
  let from = 0
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}@])@/gu)) {
    if (index < from) continue
    const rest = text.slice(index + 1)
    const named = longest.find(({ name }) => rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)))
    if (!named) continue
    kept += `${text.slice(from, index)}@[${named.of}:${named.id}]`
    from = index + 1 + named.name.length
  }
  return kept + text.slice(from)
}

/** What is being looked for where the caret stands behind an `@`: from the `@` on, and the words after it. */
export function mentionAt(text: string, caret: number): { from: number; words: string } | null {
  const found = /(?<![\p{L}\p{N}@])@([\p{L}\p{M}\p{N}'’. -]{0,40})$/u.exec(text.slice(0, caret))
  return found ? { from: found.index, words: found[1]! } : null
}

/** Puts a name in the place of what was typed to find it; `caret` is where writing goes on. */
export function withMention(
  text: string,
  { from, words }: { from: number; words: string },
  name: string,
): { text: string; caret: number } {
  const before = `${text.slice(0, from)}@${name} `
  const after = text.slice(from + 1 + words.length).replace(/^ /, '')
  return { text: before + after, caret: before.length }
}

/** Whose name, or whose organisation's, has a word that begins so; names before organisations' people. */
export function foundPeople(people: readonly Mentionable[], words: string): Mentionable[] {
  const wanted = foldName(words)
  const begins = (name: string) => ` ${foldName(name)}`.includes(` ${wanted}`)
  const byName = people.filter(({ name }) => begins(name))
  const byOrganisation = people.filter((one) => !byName.includes(one) && begins(one.organisation))
  return wanted === '' ? [...people] : [...byName, ...byOrganisation]
}
