import type { ConnectorLine } from '@meydan/shared/documents/board/connectors'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { Connector, Stroke } from '@meydan/shared/documents/board/records'
import { headPaths, linePath } from './connector-ends.ts'
import type { Measure } from './fit-text.ts'
import { layWords, ONE_LINE, paintWords, READABLE } from './paint-words.ts'
import type { PaperColours } from './paper-colours.ts'
import { strokePath } from './stroke-path.ts'

/** Below this zoom single lines can't be told apart. */
export const GREY = 0.2

const paths = new WeakMap<object, Path2D>()

/** Records are replaced when they change: as long as it is the same one, so is its path. */
export function pathOf(item: object, path: () => string): Path2D {
  const known = paths.get(item)
  if (known) return known
  const made = new Path2D(path())
  paths.set(item, made)
  return made
}

/** A connector with its heads and its words. */
export function paintConnector(
  pen: CanvasRenderingContext2D,
  { ink, arrow, label }: Connector,
  line: ConnectorLine,
  zoom: number,
  colours: PaperColours,
  measure: Measure,
): void {
  const origin = { x: 0, y: 0 }
  pen.strokeStyle = pen.fillStyle = colours.inks[ink]
  pen.lineWidth = Math.max(0.75 / zoom, 2)
  pen.stroke(new Path2D(linePath(line, arrow, origin)))
  for (const head of headPaths(line, arrow, origin)) pen.fill(new Path2D(head))
  if (!label || 13 * zoom < READABLE) return
  const width = Math.min(240, measure(label) * 13 + 12)
  const box = { x: (line.from.x + line.to.x - width) / 2, y: (line.from.y + line.to.y) / 2 - 11, width, height: 22 }
  pen.fillStyle = colours.paper
  pen.fillRect(box.x, box.y, box.width, box.height)
  pen.fillStyle = colours.inks.ink
  paintWords(pen, layWords(label, { size: 13, lineHeight: 1.54, overflows: false }, ONE_LINE, measure), box, true)
}

/** A line drawn by hand. */
export function paintStroke(
  pen: CanvasRenderingContext2D,
  item: Stroke,
  at: Rect,
  zoom: number,
  colours: PaperColours,
): void {
  const { path, bounds, points } = strokePath(item.points, item.width)
  pen.save()
  pen.translate(at.x - bounds.x, at.y - bounds.y)
  pen.fillStyle = pen.strokeStyle = colours.inks[item.ink]
  if (zoom >= GREY) pen.fill(pathOf(item, () => path))
  else {
    // At a fifth of the size every third point makes the same line.
    pen.lineWidth = Math.max(0.75 / zoom, item.width)
    pen.beginPath()
    for (let index = 0; index < points.length; index += 3) pen.lineTo(points[index]!.x, points[index]!.y)
    pen.stroke()
  }
  pen.restore()
}
