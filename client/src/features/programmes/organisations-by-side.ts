import { type Side, sides } from '@meydan/shared/words'

/** One column per side, names in the reader's alphabet; the neutral one only where somebody is in it. */
export function organisationsBySide<T extends { name: string; side: Side }>(
  organisations: readonly T[],
  language: string,
): { side: Side; organisations: T[] }[] {
  const { compare } = new Intl.Collator(language)
  return sides
    .map((side) => ({
      side,
      organisations: organisations.filter((one) => one.side === side).sort((a, b) => compare(a.name, b.name)),
    }))
    .filter(({ side, organisations: own }) => side !== 'neutral' || own.length > 0)
}
