import { dayOfSerial, type SheetCell } from '../../../exchange/xlsx/sheet.ts'
import { monthOf } from './month-names.ts'

/** How a table writes what can be read in two ways: 3/4/2027, and 1.500. */
export type NumberHabits = { days: 'dayFirst' | 'monthFirst'; decimal: ',' | '.' }

/** Arabic and Persian digits as those of the rest; the signs that go with them too. */
export function withPlainDigits(text: string): string {
  return text
    .replace(/[٠-٩۰-۹０-９]/g, (digit) => String((digit.codePointAt(0)! - zeroOf(digit)) % 10))
    .replace(/[٪﹪％]/g, '%')
    .replace(/٫/g, '.')
    .replace(/[٬']/g, '\u00a0')
    .replace(/−/g, '-')
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
}

function zeroOf(digit: string): number {
  return digit >= '０' ? 0xff10 : digit >= '۰' ? 0x6f0 : 0x660
}

/** A cell as words, whatever it holds. */
export function textOf(cell: SheetCell): string {
  if (cell === null) return ''
  if (typeof cell !== 'object') return String(cell)
  if ('day' in cell) return cell.day
  return 'percent' in cell ? `${cell.percent}%` : cell.value
}

/** `2027-03-31`; null for an empty cell, undefined for what is no day. */
export function readDay(cell: SheetCell, { days }: Pick<NumberHabits, 'days'>): string | null | undefined {
  if (cell !== null && typeof cell === 'object' && 'day' in cell) return existing(...parts(cell.day))
  const text = withPlainDigits(textOf(cell)).trim()
  if (text === '') return null
  // An Excel that shows days as numbers, and a table made of one.
  if (/^\d{5}(\.\d+)?$/.test(text)) return within(dayOfSerial(Number(text)))
  const bare = text.replace(/[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i, '').replace(/\.$/, '')
  const iso = /^(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})$/.exec(bare)
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const plain = /^(\d{1,2})\s*([-./\s])\s*(\d{1,2})\s*[-./\s]\s*(\d{4}|\d{2})$/.exec(bare)
  if (plain) {
    const [one, other] = [Number(plain[1]), Number(plain[3])]
    const isMonthFirst = plain[2] === '/' && (days === 'monthFirst' ? one <= 12 : other > 12)
    return isMonthFirst ? existing(yearOf(plain[4]!), one, other) : existing(yearOf(plain[4]!), other, one)
  }
  return namedMonth(bare)
}

/** Whether a day can be read in two ways: 3/4/2027. */
export function isTwoDays(cell: SheetCell): boolean {
  const found = typeof cell === 'string' ? slashed(cell) : null
  return found !== null && found[0] <= 12 && found[1] <= 12 && found[0] !== found[1]
}

/** Whether it can only be read with the month first: 3/31/2027. */
export function isMonthFirst(cell: SheetCell): boolean {
  const found = typeof cell === 'string' ? slashed(cell) : null
  return found !== null && found[0] <= 12 && found[1] > 12
}

function slashed(text: string): [number, number] | null {
  const found = /^\s*(\d{1,2})\s*\/\s*(\d{1,2})\s*\/\s*(?:\d{4}|\d{2})\s*$/.exec(withPlainDigits(text))
  return found && [Number(found[1]), Number(found[2])]
}

/** 31 Aralık 2027, December 31, 2027, ٣١ ديسمبر ٢٠٢٧, 2027ko abenduaren 31. */
function namedMonth(text: string): string | undefined {
  const numbers = text.match(/\d+/g) ?? []
  const month = monthOf(text.replace(/\d+(st|nd|rd|th)?/gi, ' '))
  if (numbers.length !== 2 || month === null) return undefined
  const [one, other] = numbers as [string, string]
  return one.length === 4 ? existing(Number(one), month, Number(other)) : existing(yearOf(other), month, Number(one))
}

function yearOf(digits: string): number {
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits)
}

function parts(day: string): [number, number, number] {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return [year, month, date]
}

function existing(year: number, month: number, date: number): string | undefined {
  const day = new Date(Date.UTC(year, month - 1, date))
  const isDay = day.getUTCFullYear() === year && day.getUTCMonth() === month - 1 && day.getUTCDate() === date
  return isDay ? within(day.toISOString().slice(0, 10)) : undefined
}

/** A day of another age is a slip of the finger, or a number that means something else. */
function within(day: string | null): string | undefined {
  return day !== null && day >= '1950-01-01' && day <= '2199-12-31' ? day : undefined
}

/** Undefined for what is no number. Signs of money, and what stands between thousands, are left out. */
export function readNumber(cell: SheetCell, { decimal }: Pick<NumberHabits, 'decimal'>): number | null | undefined {
  if (typeof cell === 'number') return cell
  if (cell !== null && typeof cell === 'object' && 'percent' in cell) return cell.percent
  const given = textOf(cell)
  // An Arabic decimal sign can't be anything else.
  const point = given.includes('٫') ? '.' : decimal
  const text = withPlainDigits(given)
    .replace(/[\s\u00a0\u202f%]/g, '')
    .replace(/^(₺|TL|TRY|€|EUR|\$|USD|£|GBP|DKK|kr\.?)|(₺|TL|TRY|€|EUR|\$|USD|£|GBP|DKK|kr\.?)$/gi, '')
  if (text === '') return given.trim() === '' ? null : undefined
  if (!/^[+-]?(\d[\d.,]*|[.,]\d+)(e[+-]?\d+)?$/i.test(text)) return undefined
  const plain = text.replace(/e.*$/i, '')
  const sign = decimalSign(plain, point)
  if (sign === undefined) return undefined
  const thousands = sign === ',' ? /\./g : sign === '.' ? /,/g : /[.,]/g
  const number = Number(text.replace(thousands, '').replace(sign ?? ',', '.'))
  return Number.isFinite(number) ? number : undefined
}

/** Which of the two signs begins the fraction; null: none does; undefined: this is no way to write a number. */
function decimalSign(text: string, habit: ',' | '.'): ',' | '.' | null | undefined {
  const points = text.split('.').length - 1
  const commas = text.split(',').length - 1
  if (points > 0 && commas > 0) {
    const sign = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.'
    return (sign === ',' ? commas : points) === 1 ? sign : undefined
  }
  const sign = points > 0 ? '.' : commas > 0 ? ',' : null
  if (sign === null) return null
  if (points + commas > 1) return /^[+-]?\d{1,3}([.,]\d{3})+$/.test(text) ? null : undefined
  const isThousands = sign !== habit && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)
  return isThousands ? null : sign
}
