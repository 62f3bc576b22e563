import type { Language } from '@meydan/shared/languages'
import { localesOf } from '../../i18n/format.ts'

/** “2:05”, in the language's digits. */
export function clockText(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.floor(seconds))
  const digits = (value: number, least: number) =>
    new Intl.NumberFormat(localesOf(language), { minimumIntegerDigits: least, useGrouping: false }).format(value)
  return `${digits(Math.floor(whole / 60), 1)}:${digits(whole % 60, 2)}`
}
