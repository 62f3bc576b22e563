import type { ConnectorLine } from '@meydan/shared/documents/board/connectors'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { type InkPoint, readPoints } from '@meydan/shared/documents/board/ink'
import { THEME_HEAD } from '@meydan/shared/documents/board/layout'
import type { Connector, Shape, Stroke } from '@meydan/shared/documents/board/records'
import type { PaperColours } from './paper-colours.ts'
import type { ItemView } from './useBoard.ts'
import type { View } from './viewport.ts'

const LINE = 22
const CHARACTERS = 20
/** Below this zoom single lines can't be told apart. */
const GREY = 0.2
const DIMMED = 0.25

export type Overview = {
  /** From the bottom of the pile up. */
  views: readonly ItemView[]
  /** Where it is seen now: what is being moved isn't where the document has it. */
  rectOf: (view: ItemView) => Rect
  lineOf: (connector: Connector) => ConnectorLine
  selected: ReadonlySet<string>
  dims: (id: string) => boolean
  colours: PaperColours
}

/** Objects as papers, lines and outlines, with their words as grey lines: at this size nobody could read them. */
export function paintOverview(
  pen: CanvasRenderingContext2D,
  surface: { width: number; height: number; density: number },
  view: View,
  overview: Overview,
): void {
  const { density } = surface
  pen.setTransform(density, 0, 0, density, 0, 0)
  pen.clearRect(0, 0, surface.width, surface.height)
  for (const shown of overview.views) {
    const { x, y, width, height } = overview.rectOf(shown)
    const at = {
      x: x * view.zoom + view.x,
      y: y * view.zoom + view.y,
      width: width * view.zoom,
      height: height * view.zoom,
    }
    if (at.x > surface.width || at.y > surface.height || at.x + at.width < 0 || at.y + at.height < 0) continue
    const strength = overview.dims(shown.item.id) ? DIMMED : 1
    pen.globalAlpha = strength
    paintItem(pen, shown, at, view, overview, strength)
    if (!overview.selected.has(shown.item.id)) continue
    pen.strokeStyle = overview.colours.accent
    pen.lineWidth = 2
    pen.strokeRect(at.x, at.y, at.width, at.height)
  }
  pen.globalAlpha = 1
}

function paintItem(
  pen: CanvasRenderingContext2D,
  { item, text }: ItemView,
  at: Rect,
  view: View,
  { colours, lineOf }: Overview,
  strength: number,
): void {
  switch (item.type) {
    case 'note':
      pen.fillStyle = colours.papers[item.colour]
      pen.fillRect(at.x, at.y, at.width, at.height)
      pen.fillStyle = colours.sides[item.side]
      pen.fillRect(at.x, at.y, Math.max(1, 3 * view.zoom), at.height)
      return paintLines(pen, at, view.zoom, text.length, colours.ink, strength)
    case 'theme':
      pen.fillStyle = colours.papers[item.colour]
      pen.globalAlpha = strength * 0.55
      pen.fillRect(at.x, at.y, at.width, at.height)
      pen.globalAlpha = strength
      pen.fillRect(at.x, at.y, at.width, THEME_HEAD * view.zoom)
      return
    case 'shape':
      return paintShape(pen, item, at, view.zoom, colours)
    case 'picture':
      pen.fillStyle = colours.frame
      pen.fillRect(at.x, at.y, at.width, at.height)
      pen.strokeStyle = colours.inks.ink
      pen.lineWidth = 1
      pen.strokeRect(at.x, at.y, at.width, at.height)
      return
    case 'connector':
      return paintConnector(pen, item, lineOf(item), view, colours)
    case 'stroke':
      return paintStroke(pen, item, at, view.zoom, colours)
  }
}

function paintShape(
  pen: CanvasRenderingContext2D,
  { form, colour, ink }: Shape,
  { x, y, width, height }: Rect,
  zoom: number,
  colours: PaperColours,
): void {
  pen.strokeStyle = colours.inks[ink]
  pen.lineWidth = Math.max(1, 2 * zoom)
  pen.beginPath()
  if (form === 'ellipse') pen.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI)
  else if (form === 'diamond') {
    pen.moveTo(x + width / 2, y)
    pen.lineTo(x + width, y + height / 2)
    pen.lineTo(x + width / 2, y + height)
    pen.lineTo(x, y + height / 2)
    pen.closePath()
  } else if (form === 'rectangle') pen.rect(x, y, width, height)
  else {
    pen.moveTo(x, y + 10 * zoom)
    pen.lineTo(x + width * 0.8, y + 10 * zoom)
  }
  if (colour) {
    pen.fillStyle = colours.papers[colour]
    pen.fill()
  }
  pen.stroke()
}

function paintConnector(
  pen: CanvasRenderingContext2D,
  { ink }: Connector,
  { from, to }: ConnectorLine,
  { x, y, zoom }: View,
  colours: PaperColours,
): void {
  pen.strokeStyle = colours.inks[ink]
  pen.lineWidth = Math.max(0.75, 2 * zoom)
  pen.beginPath()
  pen.moveTo(from.x * zoom + x, from.y * zoom + y)
  pen.lineTo(to.x * zoom + x, to.y * zoom + y)
  pen.stroke()
}

const inked = new WeakMap<Stroke, { points: InkPoint[]; left: number; top: number }>()

function paintStroke(
  pen: CanvasRenderingContext2D,
  stroke: Stroke,
  at: Rect,
  zoom: number,
  colours: PaperColours,
): void {
  let known = inked.get(stroke)
  if (!known) {
    const points = readPoints(stroke.points)
    const least = (of: (point: InkPoint) => number) => points.reduce((low, point) => Math.min(low, of(point)), Infinity)
    known = { points, left: least(({ x }) => x) - stroke.width / 2, top: least(({ y }) => y) - stroke.width / 2 }
    inked.set(stroke, known)
  }
  pen.strokeStyle = colours.inks[stroke.ink]
  pen.lineWidth = Math.max(0.75, stroke.width * zoom)
  pen.beginPath()
  // At a fifth of the size every third point makes the same line.
  const step = zoom < GREY ? 3 : 1
  for (let index = 0; index < known.points.length; index += step) {
    const { x, y } = known.points[index]!
    pen.lineTo(at.x + (x - known.left) * zoom, at.y + (y - known.top) * zoom)
  }
  pen.stroke()
}

function paintLines(
  pen: CanvasRenderingContext2D,
  { x, y }: Rect,
  zoom: number,
  length: number,
  ink: string,
  strength: number,
): void {
  pen.fillStyle = ink
  const lines = Math.min(5, Math.ceil(length / CHARACTERS))
  if (zoom < GREY) {
    pen.globalAlpha = 0.22 * strength
    if (lines > 0) pen.fillRect(x + 14 * zoom, y + 18 * zoom, 150 * zoom, lines * LINE * zoom)
    pen.globalAlpha = strength
    return
  }
  pen.globalAlpha = 0.35 * strength
  for (let line = 0; line < lines; line++) {
    const rest = line === lines - 1 ? ((length - 1) % CHARACTERS) / CHARACTERS : 1
    pen.fillRect(x + 14 * zoom, y + (18 + line * LINE) * zoom, 168 * zoom * Math.max(0.15, rest), Math.max(1, 7 * zoom))
  }
  pen.globalAlpha = strength
}
