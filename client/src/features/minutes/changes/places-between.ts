import { differenceOf } from '@meydan/shared/documents/minutes/difference'
import { linesOf, type RichBlock } from '@meydan/shared/documents/rich-text/read'
import type { ChangedPlace } from '../../../workshop/changed-places.ts'

/** `from`, `to`: of its blocks in the text as it is now; where nothing is left of it, the one that stands there now. */
export type PlaceBetween = ChangedPlace & { from: number; to: number }

const WORDS_MAX = 160

type Part = { block: RichBlock; change: ChangedPlace['change']; at: number }

/** Where two texts differ: neighbours are one place, and a heading begins a new one. Pure. */
export function placesBetween(then: readonly RichBlock[], now: readonly RichBlock[]): PlaceBetween[] {
  const { blocks, changes } = differenceOf(then, now)
  const places: Part[][] = []
  let at = 0
  let isNext = false
  for (const block of blocks) {
    const change = changes.get(block) ?? (isTouched(block, changes) ? 'changed' : null)
    if (change === null) isNext = false
    else {
      const begins = block.type === 'heading' && change !== 'removed' && isLeft(places.at(-1))
      if (!isNext || begins) places.push([])
      // A changed block has the words of both texts; what it says is what it says now.
      places.at(-1)!.push({ block: change === 'removed' ? block : now[at]!, change, at })
      isNext = true
    }
    if (change !== 'removed') at += 1
  }
  return places.flatMap((parts) => placeOf(parts, now.length - 1))
}

/** What a heading took the place of belongs to it. */
const isLeft = (parts: readonly Part[] = []) => parts.some(({ change }) => change !== 'removed')

/** Lines without a word are no place to go to. */
function placeOf(parts: readonly Part[], last: number): PlaceBetween[] {
  const left = parts.filter(({ change }) => change !== 'removed')
  const [words] = wordsOf(left).concat(wordsOf(parts))
  if (!words) return []
  const changes = new Set(parts.map(({ change }) => change))
  const from = Math.max(0, Math.min((left[0] ?? parts[0]!).at, last))
  return [{ change: changes.size === 1 ? parts[0]!.change : 'changed', words, from, to: left.at(-1)?.at ?? from }]
}

function wordsOf(parts: readonly Part[]): string[] {
  return parts
    .flatMap(({ block }) => linesOf([block]))
    .map((line) => line.trim().slice(0, WORDS_MAX).toWellFormed())
    .filter((line) => line !== '')
}

/** Whether something inside of it changed: what is marked is somewhere in it. */
function isTouched(part: object, changes: ReadonlyMap<object, unknown>): boolean {
  return Object.values(part).some(
    (inner) => typeof inner === 'object' && inner !== null && (changes.has(inner) || isTouched(inner, changes)),
  )
}
