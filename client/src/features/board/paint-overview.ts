import type { ConnectorLine } from '@meydan/shared/documents/board/connectors'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { THEME_HEAD } from '@meydan/shared/documents/board/layout'
import type { Connector, Shape, Theme } from '@meydan/shared/documents/board/records'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import type { Measure } from './fit-text.ts'
import { fitText } from './fit-text.ts'
import { TEXT_BOX } from './note-layout.ts'
import { GREY, paintConnector, paintStroke, pathOf } from './paint-lines.ts'
import { type Laid, layWords, ONE_LINE, paintWords, READABLE } from './paint-words.ts'
import type { PaperColours } from './paper-colours.ts'
import { fitWords, outlineOf, wordsBox } from './shape-layout.ts'
import type { ItemView } from './useBoard.ts'
import type { View } from './viewport.ts'

const LINE = 22
const CHARACTERS = 20
const DIMMED = 0.22
/** How much wider a title's letters are than those that are measured. */
const BOLD = 1.05
const TITLE = { fontSize: 17, left: 16, count: 46 }

export type Overview = {
  /** Where it is seen now: what is being moved isn't where the document has it. */
  rectOf: (view: ItemView) => Rect
  lineOf: (connector: Connector) => ConnectorLine
  titleOf: (theme: Theme) => { title: string; count: string }
  pictureOf: (id: string) => CanvasImageSource | null
  selected: ReadonlySet<string>
  dims: (id: string) => boolean
  colours: PaperColours
  measure: Measure
  /** Rises when other fonts arrive. */
  version: number
}

/**
 * Paints what lies in a rectangle of the canvas (in its pixels) anew, from the bottom of the pile up: papers, forms and
 * lines as the elements show them, with their words where they can be read, and with grey lines where they can't.
 */
export function paintOverview(
  pen: CanvasRenderingContext2D,
  { x, y, width, height }: Rect,
  density: number,
  view: View,
  views: readonly ItemView[],
  overview: Overview,
): void {
  pen.setTransform(density, 0, 0, density, 0, 0)
  pen.save()
  pen.beginPath()
  pen.rect(x, y, width, height)
  pen.clip()
  pen.clearRect(x, y, width, height)
  pen.translate(view.x, view.y)
  pen.scale(view.zoom, view.zoom)
  for (const shown of views) {
    pen.globalAlpha = overview.dims(shown.item.id) ? DIMMED : 1
    const at = overview.rectOf(shown)
    paintItem(pen, shown, at, view.zoom, overview)
    if (!overview.selected.has(shown.item.id)) continue
    pen.strokeStyle = overview.colours.accent
    pen.lineWidth = Math.max(2, 2 / view.zoom)
    pen.strokeRect(at.x - 1, at.y - 1, at.width + 2, at.height + 2)
  }
  pen.restore()
}

function paintItem(pen: CanvasRenderingContext2D, shown: ItemView, at: Rect, zoom: number, overview: Overview): void {
  const { item } = shown
  const { colours } = overview
  switch (item.type) {
    case 'note':
      return paintNote(pen, shown, at, zoom, overview)
    case 'theme':
      return paintTheme(pen, item, at, zoom, overview)
    case 'shape':
      return paintShape(pen, shown, item, at, zoom, overview)
    case 'picture': {
      const picture = overview.pictureOf(item.id)
      pen.fillStyle = colours.frame
      if (picture) pen.drawImage(picture, at.x, at.y, at.width, at.height)
      else pen.fillRect(at.x, at.y, at.width, at.height)
      return
    }
    case 'connector':
      return paintConnector(pen, item, overview.lineOf(item), zoom, colours, overview.measure)
    case 'stroke':
      return paintStroke(pen, item, at, zoom, colours)
  }
}

function paintNote(pen: CanvasRenderingContext2D, shown: ItemView, at: Rect, zoom: number, overview: Overview): void {
  const { colours } = overview
  if (shown.item.type !== 'note') return
  const { x, y, width, height } = at
  if (zoom > GREY) {
    pen.fillStyle = colours.shadow
    pen.fillRect(x, y + 1.5, width, height)
  }
  pen.fillStyle = colours.papers[shown.item.colour]
  pen.fillRect(x, y, width, height)
  const side = sideShown(shown.item)
  if (side) {
    pen.fillStyle = colours.sides[side]
    pen.fillRect(x, y, Math.max(1 / zoom, 3), height)
  }
  if (shown.text === '') return
  const laid = laidOf(shown, overview, () => {
    const fit = fitText(shown.text, TEXT_BOX, overview.measure)
    return layWords(shown.text, fit, TEXT_BOX.width, overview.measure)
  })
  pen.fillStyle = colours.ink
  if (laid.size * zoom < READABLE) return paintLines(pen, at, zoom, shown.text.length)
  paintWords(pen, laid, { x: x + 17, y: y + 12, ...TEXT_BOX })
  if (!side) return
  // Whose it is, as a mark; the name beside it comes back with the elements.
  const radius = zoom < 0.6 ? 8 : 4
  pen.fillStyle = colours.sides[side]
  pen.beginPath()
  if (side === 'civil') pen.ellipse(x + 17 + radius, y + height - 14, radius, radius, 0, 0, 2 * Math.PI)
  else pen.rect(x + 17, y + height - 14 - radius, 2 * radius, 2 * radius)
  pen.fill()
}

function paintTheme(pen: CanvasRenderingContext2D, item: Theme, at: Rect, zoom: number, overview: Overview): void {
  const { colours, titleOf, measure } = overview
  const { x, y, width, height } = at
  const strength = pen.globalAlpha
  pen.beginPath()
  pen.roundRect(x, y, width, height, 14)
  pen.fillStyle = colours.paper
  pen.fill()
  pen.globalAlpha = strength * colours.tint
  pen.fillStyle = colours.papers[item.colour]
  pen.fill()
  pen.globalAlpha = strength * 0.2
  pen.strokeStyle = colours.ink
  pen.lineWidth = Math.max(1.5, 1 / zoom)
  pen.stroke()
  pen.globalAlpha = strength
  const { title, count } = titleOf(item)
  const fontSize = TITLE.fontSize * Math.min(1.75, Math.max(1, 1 / zoom))
  const wide = Math.min(width - 120, TITLE.left + measure(title) * fontSize * BOLD + TITLE.count)
  pen.beginPath()
  pen.roundRect(x, y, Math.max(96, wide), THEME_HEAD - 8, [14, 0, 10, 0])
  pen.fillStyle = colours.papers[item.colour]
  pen.fill()
  pen.fillStyle = colours.ink
  if (fontSize * zoom < READABLE) return
  const laid = layWords(title, { size: fontSize, lineHeight: 1.2, overflows: false }, ONE_LINE, measure)
  const box = { x: x + TITLE.left, y: y + (40 - laid.step) / 2, width: wide - TITLE.left, height: laid.step }
  pen.save()
  pen.beginPath()
  pen.rect(box.x, box.y, wide - TITLE.left - TITLE.count, box.height)
  pen.clip()
  paintWords(pen, laid, box, false, 650)
  pen.restore()
  const number = layWords(count, { size: 13, lineHeight: 1.5, overflows: false }, ONE_LINE, measure)
  paintWords(pen, number, { x: x + wide - 34, y: y + 10, width: 24, height: 20 }, true, 600)
}

function paintShape(
  pen: CanvasRenderingContext2D,
  shown: ItemView,
  item: Shape,
  at: Rect,
  zoom: number,
  overview: Overview,
): void {
  const { colours, measure } = overview
  pen.save()
  pen.translate(at.x, at.y)
  if (item.form !== 'text') {
    const outline = pathOf(item, () => outlineOf(item.form, item.size))
    pen.strokeStyle = colours.inks[item.ink]
    pen.lineWidth = Math.max(1 / zoom, 2)
    if (item.colour) {
      pen.fillStyle = colours.papers[item.colour]
      pen.fill(outline)
    }
    pen.stroke(outline)
  }
  const words = wordsBox(item.form, item.size)
  const laid = laidOf(shown, overview, () =>
    layWords(shown.text, fitWords(shown.text, item.form, item.size, measure), words.width, measure),
  )
  const isAlone = item.form === 'text'
  pen.fillStyle = isAlone ? colours.inks[item.ink] : item.colour ? colours.ink : colours.inks.ink
  if (laid.size * zoom >= READABLE) paintWords(pen, laid, words, !isAlone)
  pen.restore()
}

function paintLines(pen: CanvasRenderingContext2D, { x, y }: Rect, zoom: number, length: number): void {
  const strength = pen.globalAlpha
  const lines = Math.min(5, Math.ceil(length / CHARACTERS))
  if (zoom < GREY) {
    pen.globalAlpha = 0.22 * strength
    pen.fillRect(x + 14, y + 18, 150, lines * LINE)
  } else {
    pen.globalAlpha = 0.35 * strength
    for (let line = 0; line < lines; line++) {
      const rest = line === lines - 1 ? ((length - 1) % CHARACTERS) / CHARACTERS : 1
      pen.fillRect(x + 14, y + 18 + line * LINE, 168 * Math.max(0.15, rest), Math.max(1 / zoom, 7))
    }
  }
  pen.globalAlpha = strength
}

const laidWords = new WeakMap<ItemView, { version: number; laid: Laid }>()

/** Views are replaced when they change: as long as it is the same one, so are its lines. */
function laidOf(view: ItemView, { version }: Overview, lay: () => Laid): Laid {
  const known = laidWords.get(view)
  if (known?.version === version) return known.laid
  const laid = lay()
  laidWords.set(view, { version, laid })
  return laid
}
