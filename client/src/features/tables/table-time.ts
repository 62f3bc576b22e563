import type { Language } from '@meydan/shared/languages'
import { localesOf } from '../../i18n/format.ts'

/** Whole seconds until a table's time is over, never below 0; null where it has as long as it takes. `now`: the server's. */
export function secondsLeft(endsAt: string | null, now: number): number | null {
  return endsAt === null ? null : Math.max(0, Math.ceil((Date.parse(endsAt) - now) / 1000))
}

/** "4:05", in the digits of the language. */
export function spellSeconds(seconds: number, language: Language): string {
  const two = new Intl.NumberFormat(localesOf(language), { minimumIntegerDigits: 2, useGrouping: false })
  const one = new Intl.NumberFormat(localesOf(language), { useGrouping: false })
  return `${one.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`
}

/** Minutes from now that give a table so many more than it has left. */
export function minutesMore(endsAt: string | null, now: number, more: number): number {
  return Math.min(240, Math.ceil((secondsLeft(endsAt, now) ?? 0) / 60) + more)
}
