import { foldName } from '@meydan/shared/names'

/** Chromium doesn't know the Basque ones. */
const basque = [
  ...['urtarril', 'otsail', 'martxo', 'apiril', 'maiatz', 'ekain'],
  ...['uztail', 'abuztu', 'irail', 'urri', 'azaro', 'abendu'],
]
/** Arabic has two sets of names: of Syria, Iraq and Jordan, and of Egypt and further west. */
const locales = ['tr', 'en', 'de', 'da', 'ar-EG', 'ar-SY', 'ar-MA']
const SHORTEST = 3

let known: ReadonlyMap<string, number> | undefined

function names(): ReadonlyMap<string, number> {
  const all = Array.from({ length: 12 }, (_, month) => {
    const day = new Date(Date.UTC(2027, month, 15))
    const written = locales.flatMap((locale) =>
      (['long', 'short'] as const).map((style) =>
        foldName(new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' }).format(day)),
      ),
    )
    const stem = basque[month]!
    const cases = ['', 'a', 'ak', 'aren', 'ren', 'k']
    return [...written, ...cases.map((end) => stem + end)].map((name) => [name, month + 1] as const)
  })
  return new Map(all.flat().filter(([name]) => name.length >= SHORTEST))
}

/** The month that a text names in one of our languages, from 1; null where it names none, or two. */
export function monthOf(text: string): number | null {
  known ??= names()
  const folded = foldName(text)
  const whole = known.get(folded)
  if (whole) return whole
  const words = folded.split(' ')
  // Some Arabic months have two words.
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`)
  const found = new Set([...words, ...pairs].flatMap((word) => known!.get(word) ?? []))
  return found.size === 1 ? [...found][0]! : null
}
