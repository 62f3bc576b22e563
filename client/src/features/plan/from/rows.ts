import { ACTION_TITLE_MAX, DESCRIPTION_MAX } from '@meydan/shared/documents/plan/records'
import { type NewSource, sameSource } from '@meydan/shared/documents/plan/plan'
import type { AskedAction } from '../../../workshop/asked-actions.ts'

const SOURCES_MAX = 200
const LOCALITY_MAX = 300

/** An action as it is being made: `responsible` and `due` are `` while nobody has said. */
export type Row = {
  chosen: boolean
  title: string
  text: string
  responsible: string
  due: string
  fields: AskedAction['fields']
  locality: string
  sources: NewSource[]
}

/** One action for each thing that was asked about. */
export function rowOfEach(asked: readonly AskedAction[]): Row[] {
  return asked.map(({ title, text, chosen = true, ...rest }) => {
    const short = shortTitle(title)
    return { ...rest, chosen, title: short, text: saysMore(text, short), responsible: '', due: '' }
  })
}

/** One action of all of them: it is named after the first, and tells what each of them says. */
export function rowOfAll(asked: readonly AskedAction[]): Row {
  const sources = new Map(asked.flatMap((one) => one.sources).map((source) => [sameSource(source), source]))
  const lines = asked.map(({ title, text }) => `– ${onOneLine(text || title)}`)
  return {
    chosen: true,
    title: shortTitle(asked[0]?.title ?? ''),
    text: asked.length > 1 ? lines.join('\n').slice(0, DESCRIPTION_MAX) : '',
    responsible: '',
    due: '',
    fields: [...new Set(asked.flatMap(({ fields }) => fields))],
    locality: [...new Set(asked.map(({ locality }) => locality).filter(Boolean))].join(', ').slice(0, LOCALITY_MAX),
    sources: [...sources.values()].slice(0, SOURCES_MAX),
  }
}

/** Words on one line, cut between two of them where they are longer than a title may be. */
export function shortTitle(words: string): string {
  const line = onOneLine(words)
  if (line.length <= ACTION_TITLE_MAX) return line
  const cut = line.slice(0, ACTION_TITLE_MAX - 1)
  const space = cut.lastIndexOf(' ')
  // Half a sign at the end would be none.
  return `${(space > ACTION_TITLE_MAX / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, '')}…`
}

function onOneLine(words: string): string {
  return words.replace(/\s+/gu, ' ').trim()
}

/** What a title doesn't say of the words; they aren't told twice. */
function saysMore(text: string, title: string): string {
  return onOneLine(text) === title ? '' : text.trim().slice(0, DESCRIPTION_MAX)
}
