const TO_RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const TO_LEFT_TO_RIGHT = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])\p{L}/u
const ISOLATES = /[\u2066-\u2069]/

/**
 * What is put into a sentence, set apart from it where it is written in the other direction: an Arabic line with a Turkish
 * name in it would otherwise fall apart at quotation marks and digits. Pure.
 */
export function isolated(value: string, direction: 'ltr' | 'rtl'): string {
  const other = direction === 'rtl' ? TO_LEFT_TO_RIGHT : TO_RIGHT_TO_LEFT
  // What was put together of isolated parts follows the sentence itself.
  return other.test(value) && !ISOLATES.test(value) ? `\u2068${value}\u2069` : value
}

/** For what becomes somebody's own text: a title that they are proposed. */
export function withoutIsolates(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '')
}
