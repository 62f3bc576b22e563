import { SHAPE_MIN } from '../board/records.ts'

/**
 * Letters of the interface's typefaces by their width in hundredths of the font size, as a browser measures them. Words
 * without an outline are written as large as their box allows: for texts of one template to come out equally large,
 * each box must be as high as its own lines, and as wide as a single one.
 */
const letters: [width: number, letters: string][] = [
  [22, ",:.’jiı'"],
  [27, 'l '],
  [33, 'ftr'],
  [38, '-İI“”„1'],
  [46, 'yzvsş'],
  [49, 'ç?cxk–J'],
  [54, 'aâäåeüuLé2nohöF«»'],
  [57, 'dgğTbEpYq3ß'],
  [60, '5ŞSVP4BRZ'],
  [64, 'KAÇC'],
  [69, 'DwHNGU'],
  [72, 'ÖOQ'],
  [85, 'MmWæ'],
]
/** Arabic letters join: these are what each takes within words, on average. */
const arabic: [width: number, letters: RegExp][] = [
  [0, /\p{Mn}/u],
  [38, /[اأإآلدذرزو]/],
  [42, /[ .،:؟«»!]/],
  [74, /[سشصضطظ]/],
  [44, /\p{Script=Arabic}/u],
]
const OTHER = 56
const widths = new Map(letters.flatMap(([width, group]) => [...group].map((letter) => [letter, width] as const)))
/** Estimates err; a line that just fits is counted as too long. */
const CARE = 0.98
/** Around a single line: less than the step to the next size, more than what the estimate may err. */
const ROOM = 1.08

/** The box in which words of this size stand in lines of at most this width, all in board units. */
export function textBox(text: string, width: number, size: number): { width: number; height: number } {
  const inArabic = /\p{Script=Arabic}/u.test(text)
  const widthOf = (word: string) => [...word].reduce((sum, letter) => sum + letterWidth(letter, inArabic), 0) * size
  let lines = 1
  let used = 0
  for (const word of text.split(' ')) {
    const next = used === 0 ? widthOf(word) : used + widthOf(' ') + widthOf(word)
    if (next > width * CARE && used > 0) lines++
    used = next > width * CARE ? widthOf(word) : next
  }
  const height = Math.ceil(lines * size * (inArabic ? 1.6 : 1.32))
  // A single line is lower than an object may be: its length keeps it from growing.
  const narrow = lines === 1 ? Math.min(width, Math.ceil(used * ROOM)) : width
  return { width: Math.max(SHAPE_MIN.width, narrow), height: Math.max(SHAPE_MIN.height, height) }
}

function letterWidth(letter: string, inArabic: boolean): number {
  const known = inArabic ? arabic.find(([, group]) => group.test(letter))?.[0] : widths.get(letter)
  return (known ?? OTHER) / 100
}
