import { foldName } from '@meydan/shared/names'

const LENGTH = 240
const BEFORE = 60
const MENTION = /@\[(?:seat|organisation):[0-9a-f-]+\]/g

/** What stands around the first word that begins with one of these (folded), on one line; the beginning where none does. */
export function excerpt(text: string, terms: readonly string[]): string {
  const line = text.replace(MENTION, '@…').replace(/\s+/gu, ' ').trim()
  if (line.length <= LENGTH) return line
  const found = [...line.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].find(([word]) => {
    const folded = foldName(word)
    return terms.some(
      (term) => folded.startsWith(term) || folded.replace(/^(?:وال|فال|بال|كال|لل|ال)/u, '').startsWith(term),
    )
  })
  const at = found?.index ?? 0
  if (at <= BEFORE) return `${whole(line.slice(0, LENGTH))}…`
  const from = line.indexOf(' ', at - BEFORE) + 1
  const end = from + LENGTH
  return `…${end < line.length ? `${whole(line.slice(from, end))}…` : line.slice(from)}`
}

/** Up to the last whole word; half of one says something else. */
function whole(cut: string): string {
  const space = cut.lastIndexOf(' ')
  return space > cut.length / 2 ? cut.slice(0, space) : cut.replace(/\p{Cs}$/u, '')
}
