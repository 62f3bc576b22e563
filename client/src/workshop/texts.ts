import type { Texts } from '@meydan/shared/contracts/meetings'
import { type Language, languages } from '@meydan/shared/languages'

/** Words written in several languages, in one's own; else in the room's, else in the first there is. */
export function inLanguage(texts: Texts, own: Language, ofRoom: Language): { text: string; language: Language } {
  const language = [own, ofRoom, ...languages].find((each) => texts[each]) ?? own
  return { text: texts[language] ?? '', language }
}
