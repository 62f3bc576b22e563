import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { SceneMarks, StampCount } from '@meydan/shared/documents/board/scene'
import type { StampSign } from '@meydan/shared/documents/board/records'
import { directionOfText } from '@meydan/shared/documents/board/text-direction'
import { type Side, sides } from '@meydan/shared/words'
import { shapeOfSide } from '../../../people/sides.ts'
import { exportSides, exportTones } from './export-colours.ts'
import { boxPath, diamondPath, ellipsePath, type Primitive } from './primitives.ts'
import type { Typesetter } from './typesetter.ts'

const { ink, muted, surface, hairline } = exportTones
const SMALL = { size: 11, fill: ink }
const SEVERITIES = [1, 2, 3, 4, 5]
const DOT = { size: 4.5, gap: 2 }

/** Who a note is from: the side's shape and the organisation. */
export function drawFrom(
  { side, organisation }: { side: Side | null; organisation: string },
  { start, middle, width }: { start: number; middle: number; width: number },
  setter: Typesetter,
): Primitive[] {
  if (!side) return []
  const mark = sideMark(side, { x: start, y: middle - 4.5, width: 9, height: 9 })
  if (!organisation) return [mark]
  // The line stands at the left of a note whatever it is written in, as on the screen.
  const direction = directionOfText(organisation)
  const room = width - 14
  const x = start + 14 + (direction === 'rtl' ? Math.min(room, setter.widthOf(organisation, SMALL)) : 0)
  return [mark, setter.line({ text: organisation, direction }, x, middle, room, 'start', SMALL)]
}

/** A note's or theme's kind in words and its severity as five dots, ending at `end`. */
export function drawMarks(
  { kind, severity }: SceneMarks,
  { end, middle, most }: { end: number; middle: number; most: number },
  setter: Typesetter,
): { parts: Primitive[]; width: number } {
  const parts: Primitive[] = []
  let left = end
  if (severity !== null) {
    left -= SEVERITIES.length * (DOT.size + DOT.gap) - DOT.gap
    SEVERITIES.forEach((step, index) => {
      const dot = {
        x: left + index * (DOT.size + DOT.gap),
        y: middle - DOT.size / 2,
        width: DOT.size,
        height: DOT.size,
      }
      const fill = step <= severity ? { fill: ink } : {}
      parts.push({ kind: 'path', path: ellipsePath(dot), line: ink, lineWidth: 1, ...fill })
    })
    left -= 6
  }
  if (kind) {
    const style = { size: 11, weight: 650, fill: muted } as const
    const width = Math.min(setter.widthOf(kind.word, style), most - (end - left))
    const direction = directionOfText(kind.word)
    const x = direction === 'rtl' ? left : left - width
    parts.push(setter.line({ text: kind.word, direction }, x, middle, width + 0.5, 'start', style))
    left -= width
  }
  return { parts, width: end - left }
}

/** How many notes of a theme are from each side, ending at `end`. */
export function drawShares(
  shares: Readonly<Record<Side, number>>,
  { end, middle }: { end: number; middle: number },
  setter: Typesetter,
): { parts: Primitive[]; width: number } {
  const parts: Primitive[] = []
  let left = end
  for (const side of sides.toReversed()) {
    if (shares[side] === 0) continue
    const count = String(shares[side])
    const style = { size: 13, weight: 650, fill: ink } as const
    left -= setter.widthOf(count, style)
    parts.push(setter.line({ text: count, direction: 'ltr' }, left, middle, 60, 'start', style))
    left -= 14
    parts.push(sideMark(side, { x: left, y: middle - 5.5, width: 11, height: 11 }))
    left -= 8
  }
  return { parts, width: end - left }
}

function sideMark(side: Side, box: Rect): Primitive {
  const path = { circle: ellipsePath(box), square: boxPath(box, 1), diamond: diamondPath(box) }[shapeOfSide[side]]
  return { kind: 'path', path, fill: exportSides[side] }
}

/** Reactions as small pills over the lower edge at its end, each with its count. */
export function drawStamps(stamps: readonly StampCount[], rect: Rect, setter: Typesetter): Primitive[] {
  const style = { size: 11, weight: 650, fill: ink } as const
  const middle = rect.y + rect.height - 1
  const pills = stamps.map(({ sign, count }) => ({
    sign,
    count: String(count),
    width: 27 + setter.widthOf(String(count), style),
  }))
  let x = rect.x + rect.width - 8 - pills.reduce((sum, { width }) => sum + width + 3, -3)
  return pills.flatMap(({ sign, count, width }) => {
    const box = { x, y: middle - 10, width, height: 20 }
    const drawn: Primitive[] = [
      { kind: 'path', path: boxPath(box, 10), fill: surface, line: hairline, lineWidth: 1 },
      { kind: 'path', path: signs[sign], place: { x: x + 6, y: middle - 6, scale: 0.5 }, line: ink, lineWidth: 2 },
      setter.line({ text: count, direction: 'ltr' }, x + 21, middle, width, 'start', style),
    ]
    x += width + 3
    return drawn
  })
}

/** The signs of the interface (Lucide, ISC licence) in their square of 24. */
const signs: Record<StampSign, string> = {
  agree:
    'M15 5.88 14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88ZM7 10v12',
  heart:
    'M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5',
  important:
    'M11.525 2.295a.53.53 0 0 1 .95 0l2.31 4.679a2.123 2.123 0 0 0 1.595 1.16l5.166.756a.53.53 0 0 1 .294.904l-3.736 3.638a2.123 2.123 0 0 0-.611 1.878l.882 5.14a.53.53 0 0 1-.771.56l-4.618-2.428a2.122 2.122 0 0 0-1.973 0L6.396 21.01a.53.53 0 0 1-.77-.56l.881-5.139a2.122 2.122 0 0 0-.611-1.879L2.16 9.795a.53.53 0 0 1 .294-.906l5.165-.755a2.122 2.122 0 0 0 1.597-1.16z',
  question: 'M2 12a10 10 0 1 1 20 0a10 10 0 1 1-20 0zM9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01',
  idea: 'M15 14c.2-1 .7-1.7 1.5-2.5 1-.9 1.5-2.2 1.5-3.5A6 6 0 0 0 6 8c0 1 .2 2.2 1.5 3.5.7.7 1.3 1.5 1.5 2.5M9 18h6M10 22h4',
  done: 'M20 6 9 17l-5-5',
}
