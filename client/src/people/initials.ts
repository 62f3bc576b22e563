/**
 * One or two letters that stand for a name. Arabic letters join and change shape, so that two beside each other
 * would read as a word: there it is one.
 */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = firstLetter(words[0] ?? '?')
  if (words.length < 2 || /\p{Script=Arabic}/u.test(first)) return first
  return first + firstLetter(words.at(-1)!)
}

function firstLetter(word: string): string {
  const letters = [...word]
  return (letters.find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? letters[0]!).toLocaleUpperCase('tr')
}
