import { directionOf, Language, preferredLanguage } from '@meydan/shared/languages'
import { IntlMessageFormat } from 'intl-messageformat'
import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import type { MessageKey, MessageValues } from './catalogue.ts'
import { formatDate, formatDateTime, formatNumber, localesOf, relativeTime } from './format.ts'

export type { MessageKey, MessageValues }

/** public/early.js reads it before the first paint. */
const STORAGE_KEY = 'meydan.language'

const catalogues = import.meta.glob<Record<string, unknown>>('./*.json', { import: 'default' })

export const i18n = createI18n({
  legacy: false,
  locale: preferredLanguage([document.documentElement.lang]) as string,
  fallbackRoot: false,
  missingWarn: import.meta.env.DEV,
  messages: {},
  // ICU instead of the library's own syntax: plurals are right in all six languages.
  messageCompiler: (message, { locale }) => {
    if (typeof message !== 'string') return () => ''
    const format = new IntlMessageFormat(message, localesOf(locale as Language), undefined, { ignoreTag: true })
    return (context: { values: MessageValues }) => String(format.format(context.values))
  },
})

/** The language now shown. */
export const language = computed(() => i18n.global.locale.value as Language)

export type Translate = (key: MessageKey, values?: MessageValues) => string

const translate: Translate = (key, values) => i18n.global.t(key, values ?? {})

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
  const load = catalogues[`./${next}.json`]!
  i18n.global.setLocaleMessage(next, (await load()) as never)
  i18n.global.locale.value = next
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
