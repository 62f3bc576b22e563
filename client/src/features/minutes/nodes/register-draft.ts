import { DECISION_TEXT_MAX, DECISION_TITLE_MAX } from '@meydan/shared/contracts/decisions'

/** A decision's words as the register takes them: the first line is its title, and what doesn't fit stays in the text. */
export function registerDraft(words: string): { title: string; text: string } {
  const lines = words.split('\n').map((line) => line.trim())
  const at = lines.findIndex((line) => line !== '')
  if (at < 0) return { title: '', text: '' }
  const first = lines[at]!.replace(/\s+/gu, ' ')
  const rest = lines
    .slice(at + 1)
    .join('\n')
    .trim()
  if (first.length <= DECISION_TITLE_MAX) return { title: first, text: rest.slice(0, DECISION_TEXT_MAX) }
  const cut = first.slice(0, DECISION_TITLE_MAX - 1)
  const space = cut.lastIndexOf(' ')
  // Half a sign at the end would be none.
  const title = `${(space > DECISION_TITLE_MAX / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, '')}…`
  return { title, text: `${first}\n${rest}`.trim().slice(0, DECISION_TEXT_MAX) }
}
