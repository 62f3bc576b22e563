/** Numbers and days as people write them, in any of the six languages, with any digits. */

const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10]

/** Digits of other scripts as ours; marks of direction, which Arabic spreadsheets write around numbers, are left out. */
export function plainDigits(text: string): string {
  return text
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0)!
      const zero = ZEROS.find((first) => code >= first && code < first + 10)
      return zero === undefined ? digit : String(code - zero)
    })
    .trim()
}

/**
 * A number written with a comma or a point, with or without signs between thousands. A single sign with three digits
 * behind it parts thousands where the language does so.
 */
export function readNumber(text: string, thousands: ',' | '.' = ','): number | null {
  const plain = plainDigits(text)
    .replaceAll('٫', thousands === ',' ? '.' : ',')
    .replaceAll('٬', thousands)
    .replace(/[\s\u00a0\u202f'’_]/g, '')
    .replace(/[−–]/g, '-')
    .replace(/^[%٪]|[%٪]$/g, '')
  const match = /^-?(?:\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,]\d+)?$/.exec(plain)
  if (!match) return null
  const signs = [...plain.matchAll(/[.,]/g)].map(([sign]) => sign)
  const isOne = signs.length === 1
  const last = signs.at(-1)
  const isThousands =
    last !== undefined &&
    (isOne
      ? last === thousands && /[.,]\d{3}$/.test(plain) && !/^-?0[.,]/.test(plain)
      : signs.every((sign) => sign === last))
  const decimal = isThousands ? null : last
  const normal = [...plain]
    .filter(
      (sign, index) =>
        !/[.,]/.test(sign) || (decimal !== undefined && decimal !== null && index === plain.lastIndexOf(decimal)),
    )
    .join('')
    .replace(',', '.')
  const value = Number(normal)
  return Number.isFinite(value) ? value : null
}

/**
 * A day: 2027-03-31, 31.12.2027, 31/12/27, ٣١/١٢/٢٠٢٧, "31 Aralık 2027". Day before month, as all our languages write
 * it, but where that is no day; a year of two digits is of this century.
 */
export function readDay(text: string): string | null {
  const plain = plainDigits(text).replace(/\s*(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)$/, '')
  const yearFirst = /^(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\.?$/.exec(plain)
  if (yearFirst) return dayOf(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)
  const dayFirst = /^(\d{1,2})\s*[-./\s]\s*(\d{1,2})\s*[-./\s]\s*(\d{4}|\d{2})\.?$/.exec(plain)
  if (dayFirst) {
    const [, first, second, year] = dayFirst as unknown as [string, string, string, string]
    return dayOf(year, second, first) ?? dayOf(year, first, second)
  }
  return namedDay(plain)
}

function namedDay(plain: string): string | null {
  const words = plain.normalize('NFKC').toLocaleLowerCase('tr').replace(/[.,]/g, ' ').split(/\s+/)
  const numbers = words.filter((word) => /^\d+$/.test(word))
  const month = words.map(monthNamed).find((found) => found !== undefined)
  const year = numbers.find((number) => number.length === 4)
  const day = numbers.find((number) => number.length <= 2)
  return month && year && day && numbers.length === 2 ? dayOf(year, String(month), day) : null
}

let months: Map<string, number> | undefined

/** Whole and shortened names; Arabic ones as Egypt, the Levant and the Maghreb call them. */
function monthNamed(word: string): number | undefined {
  months ??= monthNames()
  return months.get(word)
}

function monthNames(): Map<string, number> {
  const names = new Map<string, number>()
  const locales = ['tr', 'en', 'ar', 'ar-SY', 'ar-DZ', 'de', 'da']
  for (const locale of locales) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { month: style, day: 'numeric', timeZone: 'UTC' })
      for (let month = 0; month < 12; month++) {
        const part = format.formatToParts(Date.UTC(2027, month, 15)).find(({ type }) => type === 'month')
        const name = part?.value.toLocaleLowerCase('tr').replace(/\.$/, '')
        // A name of two words can't be told from the words around it.
        if (name && !/[\s\d]/.test(name)) names.set(name, month + 1)
      }
    }
  }
  return names
}

function dayOf(year: string, month: string, day: string): string | null {
  const whole = year.length === 2 ? `20${year}` : year
  const text = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null
}
