import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { TextDirection } from '@meydan/shared/documents/board/text-direction'

export type Weight = 400 | 650

/** Fill and line as `#rrggbb`; what is left out isn't drawn. */
export type Paint = { fill?: string; line?: string; lineWidth?: number }

/**
 * What any drawer can draw, in board units. `path` is the `d` of an SVG path, in units of
 * its own where it has a `place`. Of a text, `x` is where its line begins
 * (on the right where it reads that way), its middle or its end; `y` its baseline.
 */
export type Primitive =
  | ({ kind: 'path'; path: string; place?: { x: number; y: number; scale: number } } & Paint)
  | {
      kind: 'text'
      x: number
      y: number
      text: string
      size: number
      weight: Weight
      fill: string
      direction: TextDirection
      anchor: 'start' | 'middle' | 'end'
    }
  | { kind: 'image'; rect: Rect; file: string }

/** A board laid out: `items` in the order they are painted, the parts of one object together. */
export type Drawing = { bounds: Rect; ground: string; items: { label: string; parts: Primitive[] }[] }

export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

export function boxPath({ x, y, width, height }: Rect, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2)
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(rounded) as [number, number, number, number]
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`
  return (
    `M${left + r} ${top}H${right - r}${corner(r, r)}V${bottom - r}${corner(-r, r)}` +
    `H${left + r}${corner(-r, -r)}V${top + r}${corner(r, -r)}Z`
  )
}

export function ellipsePath({ x, y, width, height }: Rect): string {
  const [rx, ry] = [rounded(width / 2), rounded(height / 2)]
  return `M${rounded(x)} ${rounded(y + ry)}a${rx} ${ry} 0 1 1 ${2 * rx} 0a${rx} ${ry} 0 1 1 ${-2 * rx} 0Z`
}

export function diamondPath({ x, y, width, height }: Rect): string {
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(rounded)
  const [middleX, middleY] = [rounded(x + width / 2), rounded(y + height / 2)]
  return `M${middleX} ${top}L${right} ${middleY}L${middleX} ${bottom}L${left} ${middleY}Z`
}
