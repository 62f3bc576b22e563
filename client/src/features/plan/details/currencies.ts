import type { Language } from '@meydan/shared/languages'
import { localesOf } from '../../../i18n/format.ts'

/** Those that our programmes reckon in, first. */
const NEAR = ['TRY', 'EUR', 'USD', 'DKK', 'GBP', 'SYP', 'JOD', 'LBP', 'EGP', 'CHF', 'SEK', 'NOK']

export type Currency = { code: string; label: string }

/** All currencies that this browser knows, with their names in the language; what is near first, then by code. */
export function currencies(language: Language): Currency[] {
  const all = Intl.supportedValuesOf('currency')
  const names = new Intl.DisplayNames(localesOf(language), { type: 'currency' })
  const codes = [...NEAR, ...all.filter((code) => !NEAR.includes(code))]
  return codes.map((code) => ({ code, label: `${code} · ${names.of(code) ?? code}` }))
}

/** A sum as the language writes it; a code nobody knows stands behind the number. */
export function sumText(amount: number, currency: string | null, language: Language): string {
  const locales = localesOf(language)
  const whole = Number.isInteger(amount) ? 0 : 2
  const digits = { minimumFractionDigits: whole, maximumFractionDigits: 2 }
  if (!currency) return new Intl.NumberFormat(locales, digits).format(amount)
  return new Intl.NumberFormat(locales, { ...digits, style: 'currency', currency }).format(amount)
}
