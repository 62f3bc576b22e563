import type { Language } from '@meydan/shared/languages'

/** What is said of a number of things, by the plurals of a language. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, (number: string) => string>> & {
  other: (number: string) => string
}

const rules = new Map<Language, Intl.PluralRules>()
const numbers = new Map<Language, Intl.NumberFormat>()

/** A number of things in words, by the language's own plurals. */
export function counted(forms: Forms, language: Language, count: number): string {
  const form = kept(rules, language, () => new Intl.PluralRules(language)).select(count)
  return (forms[form] ?? forms.other)(kept(numbers, language, () => new Intl.NumberFormat(language)).format(count))
}

/** Making one costs more than all that a letter asks of it. */
function kept<T>(made: Map<Language, T>, language: Language, make: () => T): T {
  const known = made.get(language) ?? make()
  made.set(language, known)
  return known
}
