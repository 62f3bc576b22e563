/**
 * What makes Arabic in a PDF come out again in the order in which it is read. A reader turns the glyphs of a line
 * around; a glyph that stands for two letters (lam-alef) it would turn inside out, and a mark that was moved over its
 * letter it reads twice. Nothing of this changes what is seen.
 */
const LAM_ALEF: Record<string, readonly [alone: string, joined: string]> = {
  آ: ['\ufef5', '\ufef6'],
  أ: ['\ufef7', '\ufef8'],
  إ: ['\ufef9', '\ufefa'],
  ا: ['\ufefb', '\ufefc'],
}
const PAIR = /ل([آأإا])/g
/** Letters that join to the next one. */
const JOINING =
  /[\u0626\u0628\u062a-\u062e\u0633-\u063f\u0640-\u0647\u0649\u064a\u0678-\u0687\u069a-\u06bf\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1]\p{M}*$/u
const JOINER = '\u200d'

/** Lam-alef as the one character that Unicode has for it, which readers take apart in the right order. */
export function arabicForPrint(text: string): string {
  return text.replace(PAIR, (_, alef: string, at: number) => {
    const isJoined = JOINING.test(text.slice(Math.max(0, at - 8), at))
    const [alone, joined] = LAM_ALEF[alef]!
    return isJoined ? JOINER + joined : alone
  })
}

const MARKED = /(\p{L})(\p{M}+)/gu
const COMMON_MARK = /^[\u064b\u0651]$/
const TALL = /[آأإاطظلك]/

/** True where the only marks are tanwin or shadda, alone, on low letters: the font's own place for them will do. */
export function hasSimpleMarks(text: string): boolean {
  return [...text.matchAll(MARKED)].every(([, letter, marks]) => COMMON_MARK.test(marks!) && !TALL.test(letter!))
}

const SHORT_A = /\u064e/g

/** Data for a template with all texts of ours made fit for print; what anybody wrote (lines, with `runs`) is so already. */
export function ownForPrint<T>(data: T): T {
  if (typeof data === 'string') return arabicForPrint(data.replace(SHORT_A, '')) as T
  if (Array.isArray(data)) return data.map((each) => ownForPrint(each)) as T
  if (typeof data !== 'object' || data === null || 'runs' in data) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, ownForPrint(value)])) as T
}
