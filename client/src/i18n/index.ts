import { directionOf, Language, preferredLanguage } from '@meydan/shared/languages'
import { IntlMessageFormat } from 'intl-messageformat'
import { computed, shallowRef } from 'vue'
import type { MessageKey, MessageValues } from './catalogue.ts'
import { formatDate, formatDateTime, formatNumber, localesOf, relativeTime } from './format.ts'

export type { MessageKey, MessageValues }

/** public/early.js reads it before the first paint. */
const STORAGE_KEY = 'meydan.language'

/** ICU syntax: plurals are right in all six languages. A build brings what has values in it parsed (lean-bundle.ts). */
type Message = ConstructorParameters<typeof IntlMessageFormat>[0]
type Catalogue = { [name: string]: Catalogue | Message }

const catalogues = import.meta.glob<Catalogue>('./*.json', { import: 'default' })

const shown = shallowRef<{ language: Language; words: Catalogue }>({
  language: preferredLanguage([document.documentElement.lang]),
  words: {},
})

/** Made at their first use: two hundred notes would make theirs two hundred times. */
const formats = new Map<MessageKey, IntlMessageFormat | string>()

/** The language now shown. */
export const language = computed(() => shown.value.language)

export type Translate = (key: MessageKey, values?: MessageValues) => string

const translate: Translate = (key, values) => {
  const { language: now, words } = shown.value
  let format = formats.get(key)
  if (format === undefined) {
    const message = messageAt(words, key)
    const isPlain = typeof message === 'string' && !/[{']/.test(message)
    format = isPlain ? message : new IntlMessageFormat(message, localesOf(now), undefined, { ignoreTag: true })
    formats.set(key, format)
  }
  return typeof format === 'string' ? format : String(format.format(values))
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
  }
}

/** Shows the language: its catalogue is fetched first, so that keys never flash. Rejects when the network is away. */
export async function showLanguage(next: Language): Promise<void> {
  const words = await catalogues[`./${next}.json`]!()
  formats.clear()
  shown.value = { language: next, words }
  document.documentElement.lang = next
  document.documentElement.dir = directionOf(next)
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
