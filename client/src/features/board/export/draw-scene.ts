import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { Point } from '@meydan/shared/documents/board/records'
import { FRAME_TITLE_HEIGHT, type Scene, type SceneItem } from '@meydan/shared/documents/board/scene'
import { outlinePath } from '@meydan/shared/documents/board/stroke-outline'
import { fitText } from '../fit-text.ts'
import { TEXT_BOX } from '../note-layout.ts'
import { fitWords, outlineOf, wordsBox } from '../shape-layout.ts'
import { drawFrom, drawMarks, drawShares, drawStamps } from './draw-marks.ts'
import { exportInks, exportPapers, exportSides, exportTones, mixed } from './export-colours.ts'
import { boxPath, type Drawing, type Primitive, rounded } from './primitives.ts'
import type { Typesetter } from './typesetter.ts'

type Of<K extends SceneItem['kind']> = Extract<SceneItem, { kind: K }>

const { ink, muted, line, surface, paper } = exportTones
const HEAD = 48
const INSET = 16
const ARROW = { length: 14, half: 6 }

/** Lays a scene out as shapes and lines of text, looking as the board does on a light screen. Null for nothing. */
export function drawScene(scene: Scene, setter: Typesetter): Drawing | null {
  if (!scene.bounds) return null
  return { bounds: scene.bounds, ground: paper, items: scene.items.map((item) => drawItem(item, setter)) }
}

function drawItem(item: SceneItem, setter: Typesetter): { label: string; parts: Primitive[] } {
  switch (item.kind) {
    case 'frame':
      return { label: item.title, parts: drawFrame(item, setter) }
    case 'theme':
      return { label: item.title, parts: drawTheme(item, setter) }
    case 'note':
      return { label: '', parts: drawNote(item, setter) }
    case 'shape':
      return { label: '', parts: drawShape(item, setter) }
    case 'connector':
      return { label: '', parts: drawConnector(item, setter) }
    case 'stroke':
      return { label: '', parts: [{ kind: 'path', path: outlinePath(item.outline), fill: exportInks[item.ink] }] }
    case 'picture':
      return { label: item.alt, parts: drawPicture(item, setter) }
  }
}

function drawFrame({ rect, title, direction, colour }: Of<'frame'>, setter: Typesetter): Primitive[] {
  const fill = mixed(colour ? exportPapers[colour] : surface, colour ? 0.4 : 0.62, paper)
  // On the screen a frame's title stands at its left whatever it is written in.
  const place = { x: rect.x + 4 + (direction === 'rtl' ? setter.widthOf(title, { size: 18, weight: 650 }) : 0) }
  const x = Math.min(place.x, rect.x + rect.width)
  const y = rect.y - FRAME_TITLE_HEIGHT / 2
  return [
    { kind: 'path', path: boxPath(rect, 10), fill, line, lineWidth: 1 },
    setter.line({ text: title, direction }, x, y, rect.width - 8, 'start', { size: 18, weight: 650, fill: ink }),
  ]
}

/** As on the screen: a tinted container with a tab of its own paper for title and count, its facts at the end. */
function drawTheme(item: Of<'theme'>, setter: Typesetter): Primitive[] {
  const { rect, colour, direction, title } = item
  const edge = { line: mixed(exportPapers[colour], 0.82, ink), lineWidth: 1.5 }
  const middle = rect.y + HEAD / 2
  const shares = drawShares(item.shares, { end: rect.x + rect.width - INSET, middle }, setter)
  const left = rect.x + rect.width - INSET - shares.width - 6
  const marks = drawMarks(item.marks, { end: left, middle, most: rect.width / 3 }, setter)
  const style = { size: 17, weight: 650, fill: ink } as const
  const count = String(item.count)
  const pill = Math.max(24, setter.widthOf(count, { ...style, size: 13 }) + 14)
  const most = rect.width - 2 * INSET - pill - marks.width - shares.width - 40
  const words = Math.max(48, Math.min(most, setter.widthOf(title, style) + 1))
  const tab = { x: rect.x, y: rect.y, width: INSET + words + 8 + pill + 10, height: 40 }
  const pillRect = { x: tab.x + tab.width - 10 - pill, y: rect.y + 9, width: pill, height: 22 }
  const x = direction === 'rtl' ? rect.x + INSET + words : rect.x + INSET
  const fill = mixed(exportPapers[colour], 0.46, paper)
  return [
    { kind: 'path', path: boxPath(rect, 14), fill, ...edge },
    { kind: 'path', path: tabPath(tab), fill: exportPapers[colour], ...edge },
    ...(title ? [setter.line({ text: title, direction }, x, rect.y + 20, words, 'start', style)] : []),
    { kind: 'path', path: boxPath(pillRect, 11), fill: mixed(ink, 0.11, exportPapers[colour]) },
    setter.line({ text: count, direction: 'ltr' }, pillRect.x + pill / 2, rect.y + 20, pill, 'middle', {
      ...style,
      size: 13,
    }),
    ...shares.parts,
    ...marks.parts,
    ...drawStamps(item.stamps, rect, setter),
  ]
}

function tabPath({ x, y, width, height }: Rect): string {
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(rounded) as [number, number, number, number]
  return `M${left} ${bottom}V${top + 14}a14 14 0 0 1 14 -14H${right}V${rounded(bottom - 10)}a10 10 0 0 1 -10 10Z`
}

function drawNote(item: Of<'note'>, setter: Typesetter): Primitive[] {
  const { rect } = item
  const fill = exportPapers[item.colour]
  const middle = rect.y + rect.height - 14
  const box = { x: rect.x + 17, y: rect.y + 12, ...TEXT_BOX }
  const marks = drawMarks(item.marks, { end: box.x + box.width, middle, most: 96 }, setter)
  return [
    { kind: 'path', path: boxPath(rect, 3), fill, line: mixed(fill, 0.88, ink), lineWidth: 1 },
    ...(item.side
      ? [{ kind: 'path' as const, path: boxPath({ ...rect, width: 3 }, 1.5), fill: exportSides[item.side] }]
      : []),
    ...setter.block(item.text, box, { fill: ink }),
    ...drawFrom(item, { start: box.x, middle, width: box.width - marks.width - (marks.width > 0 ? 8 : 0) }, setter),
    ...marks.parts,
    ...drawStamps(item.stamps, rect, setter),
  ]
}

function drawShape(item: Of<'shape'>, setter: Typesetter): Primitive[] {
  const { rect, form, text } = item
  const words = wordsBox(form, rect)
  const box = { ...words, x: rect.x + words.x, y: rect.y + words.y }
  const colour = exportInks[item.ink]
  const fill = item.colour ? { fill: exportPapers[item.colour] } : {}
  const place = { x: rect.x, y: rect.y, scale: 1 }
  const outline: Primitive = { kind: 'path', path: outlineOf(form, rect), place, line: colour, lineWidth: 2, ...fill }
  return [
    ...(form === 'text' ? [] : [outline]),
    ...setter.block(text, box, {
      fill: form === 'text' ? colour : ink,
      align: form === 'text' ? 'start' : 'middle',
      fit: (measure) => fitWords(text, form, rect, measure),
    }),
    ...drawStamps(item.stamps, rect, setter),
  ]
}

function drawConnector({ from, to, arrow, ink: name, label, direction }: Of<'connector'>, setter: Typesetter) {
  const colour = exportInks[name]
  // Under its head the line ends early: its round end would stand out of the tip.
  const short = Math.min(ARROW.length - 2, Math.hypot(to.x - from.x, to.y - from.y) / 2)
  const start = arrow === 'both' ? towards(from, to, short) : from
  const end = arrow === 'none' ? to : towards(to, from, short)
  const path = `M${rounded(start.x)} ${rounded(start.y)}L${rounded(end.x)} ${rounded(end.y)}`
  const parts: Primitive[] = [{ kind: 'path', path, line: colour, lineWidth: 2 }]
  if (arrow !== 'none') parts.push({ kind: 'path', path: arrowPath(from, to), fill: colour })
  if (arrow === 'both') parts.push({ kind: 'path', path: arrowPath(to, from), fill: colour })
  if (!label) return parts
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  const width = Math.min(240, setter.widthOf(label, { size: 13 })) + 12
  const box = { x: middle.x - width / 2, y: middle.y - 11, width, height: 22 }
  parts.push({ kind: 'path', path: boxPath(box, 6), fill: paper })
  parts.push(setter.line({ text: label, direction }, middle.x, middle.y, 240, 'middle', { size: 13, fill: ink }))
  return parts
}

function arrowPath(from: Point, to: Point): string {
  const back = towards(to, from, ARROW.length)
  const along = towards({ x: 0, y: 0 }, { x: to.x - from.x, y: to.y - from.y }, ARROW.half)
  const side = (sign: number) => `${rounded(back.x - sign * along.y)} ${rounded(back.y + sign * along.x)}`
  return `M${rounded(to.x)} ${rounded(to.y)}L${side(1)}L${side(-1)}Z`
}

function towards(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by }
}

/** The picture over a place that says what it shows: where the file can't be had, that is what one sees. */
function drawPicture({ rect, file, alt, stamps }: Of<'picture'>, setter: Typesetter): Primitive[] {
  const box = { x: rect.x + 12, y: rect.y + 12, width: rect.width - 24, height: rect.height - 24 }
  return [
    { kind: 'path', path: boxPath(rect, 4), fill: mixed(surface, 0.6, paper), line, lineWidth: 1 },
    ...setter.block(alt, box, { fill: muted, align: 'middle', fit: (measure) => fitText(alt, box, measure, [15, 13]) }),
    { kind: 'image', rect, file },
    ...drawStamps(stamps, rect, setter),
  ]
}
