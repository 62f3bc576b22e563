import type { Catalogue } from '../i18n/catalogue-parts.ts'
import type { MessageKey } from '../i18n/index.ts'

/** A plain word of a catalogue; '' where it has none. */
export function wordAt(words: Catalogue, key: MessageKey): string {
  const found = key
    .split('.')
    .reduce<Catalogue[string] | undefined>((at, part) => (at as Catalogue | undefined)?.[part], words)
  return typeof found === 'string' ? found : ''
}
