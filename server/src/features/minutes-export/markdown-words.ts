import { safeHref } from '@meydan/shared/documents/rich-text/schema'
import type { Run } from './flow.ts'

/** Signs that begin markup anywhere; the two that begin HTML become references, which every reader shows as they are. */
const ANYWHERE = /[\\`*_[\]|~$#]|&(?=[#\w])/g
const ADDRESS = /https?:\/\/[^\s<>"|]+[^\s<>"|.,;:!?)\]'»”]/gu
const PUNCTUATION = /[\p{P}\p{S}]/u
const LETTER = /[^\s\p{P}\p{S}]/u

/** Words as Markdown shows them, whatever they say. */
export function escaped(text: string): string {
  return text.replace(ANYWHERE, '\\$&').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Runs as lines of Markdown: without spaces at either end, and nothing in them begins a block. */
export function markdownLines(runs: readonly Run[]): string[] {
  const lines: Run[][] = [[]]
  for (const run of runs) {
    const [first, ...others] = run.text.split('\n')
    lines.at(-1)!.push({ ...run, text: first! })
    for (const text of others) lines.push([{ ...run, text }])
  }
  return lines.map((line) => notABlock(inline(line).trim()))
}

/** A list, a heading or a rule begins only at a line's beginning. */
function notABlock(line: string): string {
  return line.replace(/^[-+=:]/, '\\$&').replace(/^(\d{1,9})([.)])/, '$1\\$2')
}

function inline(runs: readonly Run[]): string {
  let said = ''
  for (const { text, link, ...marks } of runs) {
    if (text === '') continue
    const [, before, words, after] = /^(\s*)(.*?)(\s*)$/su.exec(text)!
    const open = `${marks.strike ? '~~' : ''}${marks.bold ? '**' : ''}${marks.italic ? '*' : ''}`
    if (words === '' || (open === '' && link === undefined)) {
      said = joined(said, written(text))
      continue
    }
    const inside = link === undefined ? written(words!) : `[${escaped(words!)}](${address(link)})`
    said = joined(said, before!)
    if (open !== '' && LETTER.test(said.slice(-1)) && PUNCTUATION.test(inside[0]!)) said = lastAsReference(said)
    const close = [...open].reverse().join('')
    said += open + inside + close + after!
    if (open !== '' && after === '' && PUNCTUATION.test(inside.at(-1)!)) said += PENDING
  }
  return said.replaceAll(PENDING, '')
}

/** After it a letter has to be written as a reference: beside a sign it would keep the marks from ending. */
const PENDING = '\u0000'

function joined(said: string, next: string): string {
  if (next === '' || !said.endsWith(PENDING)) return said + next
  const [letter] = next
  return said.slice(0, -1) + (LETTER.test(letter!) ? `${reference(letter!)}${next.slice(letter!.length)}` : next)
}

function lastAsReference(said: string): string {
  const letter = [...said].at(-1)!
  return said.slice(0, -letter.length) + reference(letter)
}

const reference = (letter: string) => `&#${letter.codePointAt(0)};`

/** Words with the addresses in them as such: escaped signs would become part of them. */
function written(text: string): string {
  let [said, from] = ['', 0]
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    if (safeHref(found) === null) continue
    said += `${escaped(text.slice(from, index))}<${found}>`
    from = index + found.length
  }
  return said + escaped(text.slice(from))
}

/** Where a link leads, in signs that end nothing. */
function address(href: string): string {
  const encoded = href.replace(/[<>()[\]\\|`"]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return encoded.replaceAll('&', '&amp;')
}
