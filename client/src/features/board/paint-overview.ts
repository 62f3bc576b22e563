import { NOTE_SIZE, type NoteColour } from '@meydan/shared/documents/board/records'
import type { Side } from '@meydan/shared/words'
import type { BoardData } from './useBoard.ts'
import type { View } from './viewport.ts'

export type OverviewColours = {
  papers: Record<NoteColour, string>
  sides: Record<Side, string>
  ink: string
  accent: string
}

const LINE = 22
const CHARACTERS = 20
/** Below this zoom single lines can't be told apart. */
const GREY = 0.2

/** Notes as papers with their side's edge and their words as grey lines: at this size nobody could read them. */
export function paintOverview(
  pen: CanvasRenderingContext2D,
  surface: { width: number; height: number; density: number },
  view: View,
  data: BoardData,
  selected: ReadonlySet<string>,
  colours: OverviewColours,
): void {
  const { density } = surface
  pen.setTransform(density, 0, 0, density, 0, 0)
  pen.clearRect(0, 0, surface.width, surface.height)
  const width = NOTE_SIZE.width * view.zoom
  const height = NOTE_SIZE.height * view.zoom
  for (const { item: note, rect: place, text } of data.items.values()) {
    if (note.type !== 'note') continue
    const x = place.x * view.zoom + view.x
    const y = place.y * view.zoom + view.y
    if (x > surface.width || y > surface.height || x + width < 0 || y + height < 0) continue
    pen.fillStyle = colours.papers[note.colour]
    pen.fillRect(x, y, width, height)
    pen.fillStyle = colours.sides[note.side]
    pen.fillRect(x, y, Math.max(1, 3 * view.zoom), height)
    if (selected.has(note.id)) {
      pen.strokeStyle = colours.accent
      pen.lineWidth = 2
      pen.strokeRect(x, y, width, height)
    }
    paintLines(pen, x, y, view.zoom, text.length, colours.ink)
  }
}

function paintLines(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  zoom: number,
  length: number,
  ink: string,
): void {
  pen.fillStyle = ink
  pen.globalAlpha = 0.35
  const lines = Math.min(5, Math.ceil(length / CHARACTERS))
  if (zoom < GREY) {
    pen.globalAlpha = 0.22
    if (lines > 0) pen.fillRect(x + 14 * zoom, y + 18 * zoom, 150 * zoom, lines * LINE * zoom)
    pen.globalAlpha = 1
    return
  }
  for (let line = 0; line < lines; line++) {
    const rest = line === lines - 1 ? ((length - 1) % CHARACTERS) / CHARACTERS : 1
    pen.fillRect(x + 14 * zoom, y + (18 + line * LINE) * zoom, 168 * zoom * Math.max(0.15, rest), Math.max(1, 7 * zoom))
  }
  pen.globalAlpha = 1
}
