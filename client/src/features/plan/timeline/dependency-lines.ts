/** Where a bar lies: pixels from the inline start and from the top of the rows. */
export type Placed = { start: number; end: number; middle: number }
export type Line = { from: string; to: string; path: string; head: string; isBroken: boolean }

/** More lines than this are a thicket: they are shown when they are asked for. */
export const LINES_AT_FIRST = 150

const STUB = 8
const HEAD = 5

type Waiting = { id: string; after: readonly string[] }

/** How many lines a plan has among what is shown. */
export function countLines(actions: readonly Waiting[], isShown: (id: string) => boolean): number {
  return actions.reduce((sum, { id, after }) => sum + (isShown(id) ? after.filter(isShown).length : 0), 0)
}

/**
 * Lines from the end of what has to be done first to the beginning of what waits for it, with an arrow head. Of those
 * whose ends are both known only; `inSight` says of two heights whether anything between them is seen. A line is broken
 * where what waits begins before the other is over.
 */
export function linesOf(
  actions: readonly Waiting[],
  placeOf: (id: string) => Placed | undefined,
  inSight: (top: number, bottom: number) => boolean,
): Line[] {
  const lines: Line[] = []
  for (const { id, after } of actions) {
    const to = after.length > 0 ? placeOf(id) : undefined
    if (!to) continue
    for (const other of after) {
      const from = placeOf(other)
      if (!from || other === id) continue
      if (!inSight(Math.min(from.middle, to.middle), Math.max(from.middle, to.middle))) continue
      const isBroken = to.start < from.end
      lines.push({ from: other, to: id, path: elbow(from, to), head: headAt(to), isBroken })
    }
  }
  return lines
}

/** Out of the end, over between the rows where it has to go back, into the beginning. */
function elbow(from: Placed, to: Placed): string {
  const [out, into] = [from.end + STUB, to.start - STUB]
  const tip = to.start - HEAD
  if (into >= out) return `M${from.end} ${from.middle}H${into}V${to.middle}H${tip}`
  const between = from.middle + (to.middle > from.middle ? 1 : -1) * (Math.abs(to.middle - from.middle) > 24 ? 20 : 0)
  return `M${from.end} ${from.middle}H${out}V${between}H${into}V${to.middle}H${tip}`
}

function headAt({ start, middle }: Placed): string {
  return `M${start} ${middle}l${-HEAD - 1} ${-HEAD + 1}v${2 * HEAD - 2}z`
}
