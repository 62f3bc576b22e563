import { boundsOf, type Rect } from '@meydan/shared/documents/board/geometry'
import { outlinePath } from '@meydan/shared/documents/board/stroke-outline'
import type { Point } from '@meydan/shared/documents/board/records'
import type { SceneItem, StampCount } from '@meydan/shared/documents/board/scene'
import type { Side } from '@meydan/shared/words'
import { FRAME_PAPER, framePaper, inkColours, paperColours } from './colours.ts'
import { widthOf } from '../../print/fonts.ts'
import {
  type Line,
  oneLine,
  printedLine,
  printedTitle,
  printedWords,
  type PrintedWords,
  TEXT_SIZES,
} from '../../print/printed-words.ts'

type Box = { x: number; y: number; width: number; height: number }
type Stamps = { stamps: StampCount[] }

/** One thing as board.typ draws it: places relative to the board's corner on the page, colours as values. */
export type DrawnItem =
  | (Box & { type: 'frame'; words: PrintedWords; paper: string })
  | (Box & Stamps & { type: 'theme'; words: PrintedWords; count: string; paper: string; side: Side | null })
  | (Box &
      Stamps & { type: 'note'; words: PrintedWords; paper: string; side: Side | null; from: Line[] } & PrintedMarks)
  | (Box & Stamps & { type: 'shape'; form: string; words: PrintedWords; paper: string | null; ink: string; room: Box })
  | { type: 'connector'; line: number[]; heads: number[][][]; ink: string; words: PrintedWords; middle: Point }
  | (Box & { type: 'stroke'; svg: string })
  | (Box & Stamps & { type: 'picture'; file: string | null; format: string; alt: string; words: PrintedWords })

/** A note's kind in words, and its severity of five; null where it doesn't say. */
type PrintedMarks = { kind: Line | null; severity: number | null }

export type PrintedPicture = { path: string; format: string }

const ARROW = { length: 14, half: 6 }
const LABEL_SIZES = [14]
const LABEL_BOX = { width: 240, height: 60 }
const FOOT_SIZE = 10.5
const KIND_SIZE = 9.5
const BARS_WIDTH = 36
/** Words alone are as large as their box. */
const ALONE_SIZES = [144, 120, 96, 80, 64, 56, 48, 40, 36, 32, 28, 24, ...TEXT_SIZES]

export function drawnItem(
  item: SceneItem,
  corner: Point,
  pictureOf: (file: string) => PrintedPicture | undefined,
): DrawnItem {
  const box = boxAt(item.rect, corner)
  switch (item.kind) {
    case 'frame': {
      const paper = item.colour ? framePaper(item.colour) : FRAME_PAPER
      return {
        type: 'frame',
        ...box,
        words: printedTitle(item.title, { width: box.width - 8, height: 26 }, TEXT_SIZES.slice(1)),
        paper,
      }
    }
    case 'theme': {
      const { side, count } = item
      const look = {
        words: printedTitle(item.title, { width: box.width - 84, height: 36 }),
        paper: paperColours[item.colour],
        side,
        count: String(count),
      }
      return { type: 'theme', ...box, ...look, stamps: item.stamps }
    }
    case 'note':
      return { type: 'note', ...box, ...noteLook(item), stamps: item.stamps }
    case 'shape':
      return { type: 'shape', ...box, ...shapeLook(item), stamps: item.stamps }
    case 'connector':
      return { type: 'connector', ...connectorLook(item, corner) }
    case 'stroke':
      return { type: 'stroke', ...strokeLook(item, corner) }
    case 'picture': {
      const picture = pictureOf(item.file)
      const alt = oneLine(item.alt)
      const file = { file: picture?.path ?? null, format: picture?.format ?? '', alt }
      return {
        type: 'picture',
        ...box,
        ...file,
        words: printedTitle(alt, { width: box.width - 24, height: box.height - 24 }),
        stamps: item.stamps,
      }
    }
  }
}

type Of<K extends SceneItem['kind']> = Extract<SceneItem, { kind: K }>

function noteLook({ text, colour, side, organisation, marks, rect }: Of<'note'>) {
  const { kind, severity } = marks
  const marksWidth = (kind ? widthOf(kind.word) * KIND_SIZE * 1.1 + 8 : 0) + (severity ? BARS_WIDTH : 0)
  return {
    words: printedWords(text, TEXT_SIZES, { width: rect.width - 29, height: rect.height - 37 }),
    paper: paperColours[colour],
    side,
    from: printedLine(organisation, (rect.width - 29 - 14 - marksWidth) / FOOT_SIZE),
    kind: kind && (printedLine(kind.word)[0] ?? null),
    severity,
  }
}

/** Words stand in a rectangle inside the form, as on the screen. */
function shapeLook({ form, text, colour, ink, rect }: Of<'shape'>) {
  const part = { rectangle: 0.92, ellipse: 0.7, diamond: 0.5, text: 1 }[form]
  const [width, height] = [rect.width * part, rect.height * part]
  const room = { x: (rect.width - width) / 2, y: (rect.height - height) / 2, width, height }
  const words = printedWords(text, form === 'text' ? ALONE_SIZES : TEXT_SIZES, room)
  return { form, words, paper: colour && paperColours[colour], ink: inkColours[ink], room }
}

function connectorLook({ from, to, arrow, ink, label }: Of<'connector'>, corner: Point) {
  const [start, end] = [relative(from, corner), relative(to, corner)]
  const heads: number[][][] = []
  if (arrow !== 'none') heads.push(arrowHead(start, end))
  if (arrow === 'both') heads.push(arrowHead(end, start))
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }
  const back = arrowBack(start, end)
  const first = arrow === 'both' ? arrowBack(end, start) : start
  const last = arrow === 'none' ? end : back
  return {
    line: [first.x, first.y, last.x, last.y],
    heads,
    ink: inkColours[ink],
    words: printedTitle(label, LABEL_BOX, LABEL_SIZES),
    middle,
  }
}

/** Where the line ends under its head: it is thicker than the tip. */
function arrowBack(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  const part = distance > 2 * ARROW.length ? (ARROW.length - 2) / distance : 0
  return { x: to.x + (from.x - to.x) * part, y: to.y + (from.y - to.y) * part }
}

/** A triangle with its tip at `to`; where both are one point it lies flat and isn't seen. */
function arrowHead(from: Point, to: Point): number[][] {
  const distance = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const [dx, dy] = [(to.x - from.x) / distance, (to.y - from.y) / distance]
  const back = { x: to.x - dx * ARROW.length, y: to.y - dy * ARROW.length }
  return [
    [to.x, to.y],
    [back.x - dy * ARROW.half, back.y + dx * ARROW.half],
    [back.x + dy * ARROW.half, back.y - dx * ARROW.half],
  ]
}

/** An SVG of the one path: numbers alone, and a tenth of what the same would take as values of Typst's own. */
function strokeLook({ outline, ink }: Of<'stroke'>, corner: Point): Box & { svg: string } {
  const { x, y, width, height } = boundsOf(outline.map((point) => ({ ...point, width: 0, height: 0 })))!
  const box = { x, y, width: Math.max(1, width), height: Math.max(1, height) }
  const path = outlinePath(outline.map((point) => relative(point, box)))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${box.height}"><path fill="${inkColours[ink]}" d="${path}"/></svg>`
  return { ...boxAt(box, corner), svg }
}

function boxAt({ x, y, width, height }: Rect, corner: Point): Box {
  return { ...relative({ x, y }, corner), width, height }
}

function relative({ x, y }: Point, corner: Point): Point {
  return { x: tenths(x - corner.x), y: tenths(y - corner.y) }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
