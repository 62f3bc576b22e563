import { connectorLine } from '@meydan/shared/documents/board/connectors'
import type { Board } from '@meydan/shared/documents/board/board'
import type { PaperColours } from './paper-colours.ts'
import { outlineOf } from './shape-layout.ts'
import { strokePath } from './stroke-path.ts'
import type { ItemView } from './useBoard.ts'
import type { View } from './viewport.ts'

const paths = new WeakMap<object, Path2D>()

/** A shape, theme, connector, stroke or picture as one sees it from far: without its words. */
export function paintDrawing(
  pen: CanvasRenderingContext2D,
  view: View,
  { item, rect }: ItemView,
  board: Board,
  { papers, inks, ink, frame }: PaperColours,
): void {
  const { zoom } = view
  pen.save()
  pen.translate(view.x, view.y)
  pen.scale(zoom, zoom)
  pen.lineWidth = Math.max(2, 1 / zoom)
  if (item.type === 'stroke') {
    const { path, bounds } = strokePath(item.points, item.width)
    pen.translate(rect.x - bounds.x, rect.y - bounds.y)
    pen.fillStyle = inks[item.ink]
    pen.fill(pathOf(item, path))
  } else if (item.type === 'connector') {
    const { from, to } = connectorLine(board, item)
    pen.strokeStyle = inks[item.ink]
    pen.beginPath()
    pen.moveTo(from.x, from.y)
    pen.lineTo(to.x, to.y)
    pen.stroke()
  } else if (item.type === 'shape' && item.form !== 'text') {
    pen.translate(rect.x, rect.y)
    const outline = pathOf(item, outlineOf(item.form, item.size))
    pen.fillStyle = item.colour ? papers[item.colour] : 'transparent'
    pen.fill(outline)
    pen.strokeStyle = inks[item.ink]
    pen.stroke(outline)
  } else {
    pen.globalAlpha = item.type === 'theme' ? 0.5 : item.type === 'picture' ? 1 : 0.2
    pen.fillStyle = item.type === 'theme' ? papers[item.colour] : item.type === 'picture' ? frame : ink
    pen.fillRect(rect.x, rect.y, rect.width, rect.height)
  }
  pen.restore()
}

/** Records are replaced when they change: as long as it is the same one, so is its path. */
function pathOf(item: object, path: string): Path2D {
  const known = paths.get(item)
  if (known) return known
  const made = new Path2D(path)
  paths.set(item, made)
  return made
}
