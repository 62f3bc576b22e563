import { isolated } from '@meydan/shared/isolated'
import { directionOf, Language, preferredLanguage } from '@meydan/shared/languages'
import { IntlMessageFormat } from 'intl-messageformat'
import { computed, shallowRef } from 'vue'
import type { MessageKey, MessageValues } from './catalogue.ts'
import { ALL, type Catalogue, type Message, merged, parts, type WordPart } from './catalogue-parts.ts'
import {
  formatDate,
  formatDateTime,
  formatList,
  formatNumber,
  formatPercent,
  localesOf,
  relativeTime,
} from './format.ts'
import { shownValues } from './shown-values.ts'

export type { MessageKey, MessageValues, WordPart }

/** public/early.js reads it before the first paint. */
const STORAGE_KEY = 'meydan.language'

/** Parts of the catalogue that this page has asked for; another language comes with the same. */
const wanted = new Set<WordPart>(['first'])

const shown = shallowRef<{ language: Language; words: Catalogue; has: ReadonlySet<WordPart> }>({
  language: preferredLanguage([document.documentElement.lang]),
  words: {},
  has: new Set(),
})

/** Made at their first use: two hundred notes would make theirs two hundred times. */
const formats = new Map<MessageKey, string | Format>()
type Format = { of: IntlMessageFormat; shown: ReadonlySet<string> }

/** The language now shown. */
export const language = computed(() => shown.value.language)

export type Translate = (key: MessageKey, values?: MessageValues) => string

const translate: Translate = (key, values) => {
  const { language: now, words, has } = shown.value
  let format = formats.get(key)
  if (format === undefined) {
    const message = messageAt(words, key)
    // It is on its way; its key would be taken for a word.
    if (message === key && has.size < ALL.length) return ''
    const isPlain = typeof message === 'string' && !/[{']/.test(message)
    format = isPlain ? message : formatOf(message, now)
    formats.set(key, format)
  }
  return typeof format === 'string' ? format : String(format.of.format(values && setApart(values, format.shown, now)))
}

function formatOf(message: Message, of: Language): Format {
  const made = new IntlMessageFormat(message, localesOf(of), undefined, { ignoreTag: true })
  return { of: made, shown: shownValues(made.getAst()) }
}

/** Names of rooms, people and documents are in whatever language those are. */
function setApart(values: MessageValues, shown: ReadonlySet<string>, of: Language): MessageValues {
  const direction = directionOf(of)
  const parts = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' && shown.has(name) ? isolated(value, direction) : value,
  ])
  return Object.fromEntries(parts) as MessageValues
}

/** A key that the catalogue lacks stands for itself, as before a catalogue is here. */
function messageAt(words: Catalogue, key: MessageKey): Message {
  let at: Catalogue | Message | undefined = words
  for (const part of key.split('.')) at = (at as Catalogue | undefined)?.[part]
  return typeof at === 'string' || Array.isArray(at) ? at : key
}

/** `t` with keys the compiler knows. Call it in templates and computeds: a text taken once doesn't change language. */
export function useT(): Translate {
  return translate
}

/** Dates and numbers in the language shown. Times come as ISO 8601, as they travel. */
export function useFormat() {
  return {
    ago: (iso: string) => relativeTime(new Date(iso), language.value),
    date: (iso: string) => formatDate(new Date(iso), language.value),
    dateTime: (iso: string) => formatDateTime(new Date(iso), language.value),
    number: (value: number) => formatNumber(value, language.value),
    percent: (share: number) => formatPercent(share, language.value),
  }
}

/** Several words as the language shown lists them. */
export function listed(parts: readonly string[]): string {
  const direction = directionOf(language.value)
  return formatList(
    parts.map((part) => isolated(part, direction)),
    language.value,
  )
}

/** Shows the language: its words are fetched first, so that keys never flash. Rejects when the network is away. */
export async function showLanguage(next: Language): Promise<void> {
  const has = new Set(wanted)
  const fetched = await Promise.all([...has].map((part) => parts[part][`./${next}.json`]!()))
  formats.clear()
  shown.value = { language: next, words: fetched.reduce(merged, {}), has }
  document.documentElement.lang = next
  document.documentElement.dir = directionOf(next)
}

/** Fetches more of the words of the language shown; without names, all. Rejects when the network is away. */
export async function moreWords(...asked: WordPart[]): Promise<void> {
  for (const part of asked.length > 0 ? asked : ALL) wanted.add(part)
  const { language: now, has } = shown.value
  if ([...wanted].every((part) => has.has(part)) || has.size === 0) return
  const missing = [...wanted].filter((part) => !has.has(part))
  const fetched = await Promise.all(missing.map((part) => parts[part][`./${now}.json`]!()))
  const { language: then, words, has: known } = shown.value
  // Another language was chosen meanwhile: it came with these words.
  if (then !== now) return
  formats.clear()
  shown.value = { language: now, words: fetched.reduce(merged, words), has: new Set([...known, ...missing]) }
}

/** Shows and remembers it in this browser. A signed-in person's record is the session's affair. */
export async function chooseLanguage(next: Language): Promise<void> {
  await showLanguage(next)
  try {
    localStorage.setItem(STORAGE_KEY, next)
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

/** Whether this browser's person ever chose a language here. */
export function rememberedLanguage(): Language | undefined {
  try {
    return Language.safeParse(localStorage.getItem(STORAGE_KEY)).data
  } catch {
    return undefined
  }
}
