/**
 * Chromium ships no Basque dates, relative times or numbers and would silently answer in the browser's own
 * language. What CLDR says for Basque, as far as the interface needs it.
 */
const units: Partial<Record<Intl.RelativeTimeFormatUnit, string>> = {
  minute: 'minutu',
  hour: 'ordu',
  day: 'egun',
  week: 'aste',
  month: 'hilabete',
  year: 'urte',
}

const nearDays: Record<number, string> = { [-1]: 'atzo', 0: 'gaur', 1: 'bihar' }

const pad = (value: number) => String(value).padStart(2, '0')

export function basqueRelativeTime(value: number, unit: Intl.RelativeTimeFormatUnit): string {
  if (unit === 'second' || value === 0) return unit === 'day' ? 'gaur' : 'orain'
  const near = unit === 'day' ? nearDays[value] : undefined
  if (near) return near
  const amount = value < 0 ? -value : value
  const measured = amount === 1 ? `${units[unit]} bat` : `${amount} ${units[unit]}`
  return value < 0 ? `duela ${measured}` : `${measured} barru`
}

export function basqueDate(at: Date): string {
  return `${at.getFullYear()}/${pad(at.getMonth() + 1)}/${pad(at.getDate())}`
}

export function basqueDateTime(at: Date): string {
  return `${basqueDate(at)} ${pad(at.getHours())}:${pad(at.getMinutes())}`
}
