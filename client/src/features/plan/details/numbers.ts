import type { Language } from '@meydan/shared/languages'
import { localesOf } from '../../../i18n/format.ts'

export type Typed = { value: number | null } | { problem: 'notANumber' | 'outOfRange' }

const AMOUNT_MAX = 1e15
const FRACTION_DIGITS = 6
const ARABIC_ZEROS = [0x0660, 0x06f0]

/**
 * A number as people type it: with their own digits (Arabic and Persian too), `1.250,5` where the comma is decimal and
 * `1,250.5` where the point is. Where both stand the last one is decimal, and a single one that can't be parting
 * thousands is decimal in every language. Null: nothing was typed.
 */
export function parseNumber(typed: string, language: Language, { min = -AMOUNT_MAX, max = AMOUNT_MAX } = {}): Typed {
  const plain = westernDigits(typed)
    .replace(/[\p{Cf}\s'’_]/gu, '')
    .replace(/[−–]/g, '-')
    .replaceAll('٫', decimalOf(language))
    .replaceAll('٬', decimalOf(language) === ',' ? '.' : ',')
  if (plain === '') return { value: null }
  if (!/^[+-]?(?:\d[\d.,]*|[.,]\d+)$/.test(plain)) return { problem: 'notANumber' }
  const decimal = decimalIn(plain, language)
  const [whole = '', fraction = '', ...more] = decimal ? plain.split(decimal) : [plain]
  if (more.length > 0 || /[.,]/.test(fraction) || !isGrouped(whole)) return { problem: 'notANumber' }
  const value = Number(`${whole.replace(/[.,]/g, '')}.${fraction || 0}`)
  if (!Number.isFinite(value)) return { problem: 'notANumber' }
  return value < min || value > max ? { problem: 'outOfRange' } : { value }
}

/** A number to be read, and typed over: what it says is what `parseNumber` reads. */
export function numberText(value: number | null, language: Language): string {
  if (value === null) return ''
  return new Intl.NumberFormat(localesOf(language), { maximumFractionDigits: FRACTION_DIGITS }).format(value)
}

function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - ARABIC_ZEROS.findLast((zero) => code >= zero)!)
  })
}

function decimalOf(language: Language): ',' | '.' {
  const parts = new Intl.NumberFormat(localesOf(language)).formatToParts(1.5)
  const decimal = parts.find(({ type }) => type === 'decimal')?.value
  return decimal === ',' || decimal === '٫' ? ',' : '.'
}

/** Which sign parts the whole from its fraction here; none where there is no fraction. */
function decimalIn(plain: string, language: Language): string | null {
  const [lastPoint, lastComma] = [plain.lastIndexOf('.'), plain.lastIndexOf(',')]
  if (lastPoint < 0 && lastComma < 0) return null
  if (lastPoint >= 0 && lastComma >= 0) return lastPoint > lastComma ? '.' : ','
  const sign = lastPoint >= 0 ? '.' : ','
  const isOnce = plain.indexOf(sign) === plain.lastIndexOf(sign)
  if (sign === decimalOf(language) && isOnce) return sign
  return isGrouped(plain.replace(/^[+-]/, '')) ? null : sign
}

/** Thousands are parted by threes, by one and the same sign, or not at all. */
function isGrouped(whole: string): boolean {
  const digits = whole.replace(/^[+-]/, '')
  return /^\d*$/.test(digits) || /^[1-9]\d{0,2}(?:\.\d{3})+$/.test(digits) || /^[1-9]\d{0,2}(?:,\d{3})+$/.test(digits)
}

/**
 * Where an indicator stands between its baseline and its target, 0 to 1; also where less is better. Null: there is no
 * way between them to measure.
 */
export function shareOfWay(baseline: number | null, target: number | null, current: number | null): number | null {
  const from = baseline ?? 0
  if (target === null || current === null || target === from) return null
  return Math.min(1, Math.max(0, (current - from) / (target - from)))
}
