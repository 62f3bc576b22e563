import { AppError } from '@meydan/shared/errors'
import { foldName } from '@meydan/shared/names'

/** What most leaked passwords are built from, in the languages of our users. Digits and signs around them don't help. */
const COMMON =
  'password|passwort|parola|sifre|kennwort|kodeord|adgangskode|pasahitza|pasahitz|contrasena|secret|letmein|welcome|' +
  'willkommen|hosgeldin|velkommen|ongietorri|merhaba|bismillah|allah|muhammed|admin|administrator|root|user|guest|login|' +
  'master|monkey|dragon|football|baseball|basketball|sunshine|princess|iloveyou|seniseviyorum|askim|canim|trustno1|' +
  'superman|batman|starwars|computer|internet|shadow|michael|jordan|ashley|jennifer|charlie|hunter|summer|winter|' +
  'spring|autumn|sommer|herbst|fruhling|galatasaray|fenerbahce|besiktas|trabzonspor|turkiye|turkey|istanbul|ankara|' +
  'izmir|deutschland|berlin|danmark|kobenhavn|euskadi|bilbao|changeme|default|test|temp|pass|love|abc|qwerty|qwertz|' +
  'asdf|zxcv|yxcv'
const KEY_ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
]
const LETTERS_LEFT_MIN = 6
const DISTINCT_MIN = 5
const PERSONAL_MIN = 4

/**
 * Refuses (`password_weak`) what a guesser tries first: common words with digits around them, repetitions, runs along
 * the alphabet or keyboard, the person's own name or address, the name of this software. Length is the schema's matter.
 */
export function requireStrongPassword(password: string, person: { name: string; email: string }): void {
  const folded = fold(password)
  const weak = isRepeated(folded) || isMostlyRun(folded) || isPersonal(folded, person) || isCommon(folded)
  if (weak) throw new AppError('password_weak', [{ path: 'password', problem: 'password_weak' }])
}

/** Lower case without diacritics, spaces and signs, so that "P@ròla 2024!" is seen as it is meant. */
function fold(text: string): string {
  const signs: Record<string, string> = { '@': 'a', $: 's', '!': 'i', '€': 'e' }
  return foldName(text.replace(/[@$!€]/g, (sign) => signs[sign]!)).replaceAll(' ', '')
}

/** Digits that stand for letters, as in "p4ssw0rd". */
function unleet(text: string): string {
  const digits: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }
  return text.replace(/[013457]/g, (digit) => digits[digit]!)
}

function isRepeated(text: string): boolean {
  if (new Set(text).size < DISTINCT_MIN) return true
  // A text is a repetition when it is found in itself, shifted.
  const period = (text + text).indexOf(text, 1)
  return period < text.length && period <= 8
}

function isMostlyRun(text: string): boolean {
  const pairs = [...text].slice(1).map((letter, index) => text[index]! + letter)
  const inRun = pairs.filter(([a, b]) => a === b || KEY_ROWS.some((row) => adjacent(row, a!, b!)))
  return inRun.length >= pairs.length * 0.7
}

function adjacent(row: string, a: string, b: string): boolean {
  const [i, j] = [row.indexOf(a), row.indexOf(b)]
  return i >= 0 && j >= 0 && Math.abs(i - j) === 1
}

function isPersonal(text: string, { name, email }: { name: string; email: string }): boolean {
  const words = [...foldName(name).split(' '), ...foldName(email.split('@')[0]!).split(' ')]
  const whole = [foldName(name).replaceAll(' ', ''), fold(email.split('@')[0]!), 'meydan']
  return [...words, ...whole]
    .filter((word) => word.length >= PERSONAL_MIN)
    .some((word) => text.includes(word) || unleet(text).includes(word))
}

function isCommon(text: string): boolean {
  return [text, unleet(text)].some((form) => {
    const rest = form.replace(new RegExp(COMMON, 'g'), '')
    return rest !== form && rest.replace(/[^\p{L}]/gu, '').length < LETTERS_LEFT_MIN
  })
}
