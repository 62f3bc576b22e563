import { z } from 'zod'

export const NAME_MAX = 60

/**
 * Control characters, bidi overrides and isolates, zero-width and other format characters.
 * A name with one of these can look like another name, or turn the text around it.
 * The zero-width non-joiner (U+200C) stays allowed: Persian and Kurdish names need it.
 */
const DECEPTIVE = /[\p{Cc}\p{Co}\u2028\u2029]|(?!\u200c)\p{Cf}/u

/** A person's, organisation's or room's name: trimmed, single-spaced, 1 to `max` characters, nothing deceptive. */
export function Name(max = NAME_MAX) {
  return z
    .string()
    .max(max * 4, { error: 'name_too_long' })
    .refine((text) => !DECEPTIVE.test(text), { error: 'name_deceptive' })
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .refine((text) => [...text].length >= 1, { error: 'name_empty' })
    .refine((text) => [...text].length <= max, { error: 'name_too_long' })
}

/**
 * Free text of several lines: no control characters but tab and line feed; carriage returns become line feeds, half a
 * character (which no database takes inside JSON) the sign for one that can't be read.
 */
export function Prose(max: number) {
  return z
    .string()
    .max(max, { error: 'text_too_long' })
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/\p{Cs}/gu, '\ufffd')
        .trim(),
    )
    .refine((text) => !/[^\P{Cc}\t\n]/u.test(text), { error: 'text_control_characters' })
}

/**
 * The form under which two spellings of a name count as the same: "İzmir", "IZMIR", "ızmir" and " izmir " are one.
 * Compatibility forms, case, the four Turkish i's, Latin diacritics and Arabic vowel marks and letter variants fold away.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ـ/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Alphabets with letters that look like each other's. */
const ALIKE = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
]

/** Whether a word has letters of two alphabets that look alike, as no name has that doesn't want to pass for another. */
export function mixesAlphabets(name: string): boolean {
  const words = name.replace(/\p{Default_Ignorable_Code_Point}/gu, '').split(/[^\p{L}\p{M}]+/u)
  return words.some((word) => ALIKE.filter((alphabet) => alphabet.test(word)).length > 1)
}

/** Lower-case Cyrillic, Greek and phonetic letters, each before the Latin one that it, or its capital, looks like. */
const LOOKALIKES = new Map(
  ['аaвbсcԁdеeғfһhнhіiјjкkӏlмmоoрpԛqѕsтtѵvԝwхxуyүy', 'αaβbϲcεeηhιiϳjκkμmνnοoρpτtυyχxζz', 'ɑaɡgɩiɪiʏy'].flatMap(
    (pairs) => [...pairs.matchAll(/(.)(.)/gu)].map(([, from, to]) => [from!, to!] as const),
  ),
)

/** What a person is in a room, in the six languages; nobody's name. */
const ROLE_WORDS = new Set(
  [
    ...['facilitator', 'moderator', 'organiser', 'organizer', 'kolaylaştırıcı', 'moderatör', 'ميسّر', 'الميسّر', 'ميسّرة'],
    ...['الميسّرة', 'Moderation', 'Moderatorin', 'dinamizatzaile', 'dinamizatzailea'],
  ].map(foldName),
)

/**
 * The form under which two people's names look the same to somebody who reads quickly: `foldName` with look-alike
 * letters as Latin ones, without what nobody sees and without a role that was written beside the name. Empty for a name
 * of signs alone.
 */
export function likenessOf(name: string): string {
  const folded = foldName(name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
  const words = [...folded]
    .map((letter) => LOOKALIKES.get(letter) ?? letter)
    .join('')
    .split(' ')
  const without = words.filter((word) => !ROLE_WORDS.has(word))
  return (without.length > 0 ? without : words).join(' ')
}
