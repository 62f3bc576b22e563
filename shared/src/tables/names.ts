import type { Language } from '../languages.ts'

const named: Record<Language, (number: string) => string> = {
  tr: (number) => `Masa ${number}`,
  en: (number) => `Table ${number}`,
  ar: (number) => `الطاولة ${number}`,
  de: (number) => `Tisch ${number}`,
  da: (number) => `Bord ${number}`,
  eu: (number) => `${number}. mahaia`,
}

/**
 * What a table is called at first, in the language of its room. Where that name is taken, by an earlier round or
 * another board, a round is named too.
 */
export function tableName(language: Language, number: number, taken: ReadonlySet<string>): string {
  const name = named[language](String(number))
  if (!taken.has(name)) return name
  let round = 2
  while (taken.has(`${name} (${round})`)) round++
  return `${name} (${round})`
}
