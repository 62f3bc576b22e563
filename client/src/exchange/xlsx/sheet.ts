/** A day as the sheet's format shows it: `2027-03-31`. Fifty percent is `{ percent: 50 }`. */
export type SheetCell =
  | string
  | number
  | boolean
  | null
  | { day: string }
  | { percent: number }
  /** no_value: a formula that was never calculated · failed: one that came to `#REF!` or the like. */
  | { problem: 'no_value' | 'failed'; value: string }

export type SheetRow = {
  /** As the spreadsheet numbers it, from 1. */
  line: number
  cells: SheetCell[]
  isHidden: boolean
  /** Columns, from 0, whose value is that of a merged cell further up. */
  merged: number[]
}

export type Sheet = {
  rows: SheetRow[]
  /** The names of the sheets one can see, and which of them this is. */
  names: string[]
  index: number
}

/**
 * password: it can't be read without one · old: Excel's format of before 2007 · other: no table at all · damaged: it
 * breaks off, or a part is missing · too_many: more rows than are read · too_large: more than is unpacked.
 */
export type SheetProblem =
  | { problem: 'password' | 'old' | 'other' | 'damaged' | 'too_large' }
  | { problem: 'too_many'; count: number }

const EPOCH = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000
/** 31 December 9999. */
const SERIAL_MAX = 2_958_465
/** What 1 January 1904 is in the count that begins in 1900. */
export const SHIFT_1904 = 1462

/** The day a spreadsheet means by a number; null where it means none. Its 29 February 1900 never was. */
export function dayOfSerial(serial: number): string | null {
  const whole = Math.floor(serial)
  if (!(whole >= 61 && whole <= SERIAL_MAX)) return null
  return new Date(EPOCH + whole * DAY_MS).toISOString().slice(0, 10)
}

export function serialOfDay(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - EPOCH) / DAY_MS)
}

/** 0 → A, 27 → AB. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26) - 1
  return (rest >= 0 ? columnName(rest) : '') + String.fromCharCode(65 + (index % 26))
}

/** `AB12` → [27, 12]; [-1, 0] for what is no address. */
export function placeOf(address: string): [column: number, line: number] {
  const [, letters = '', digits = '0'] = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(address) ?? []
  const column = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return [column, Number(digits)]
}
