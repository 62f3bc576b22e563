import type { NoteColour } from '../board/records.ts'
import type { Sheet } from './sheet.ts'

export type Quadrant = { title: string; question: string }
export type Axis = { name: string; low: string; high: string }

export const CELL = { width: 760, height: 500 }
const GAP = { x: 40, y: 80 }
const PADDING = 30
const QUESTION = { width: CELL.width - 2 * PADDING, size: 24 }

/** Four fields, row by row, each with its question along the top; notes have the rest of it. */
export function drawQuadrants(sheet: Sheet, cells: readonly Quadrant[], colours: readonly NoteColour[]): void {
  cells.forEach(({ title, question }, index) => {
    const corner = { x: (index % 2) * (CELL.width + GAP.x), y: Math.floor(index / 2) * (CELL.height + GAP.y) }
    sheet.frame({ ...corner, ...CELL, title, colour: colours[index]! })
    sheet.text({ x: corner.x + PADDING, y: corner.y + 20, ...QUESTION, text: question })
  })
}

const WIDTH = 2 * CELL.width + GAP.x
const HEIGHT = 2 * CELL.height + GAP.y
const LABEL = { width: 190, height: 64 }
const AXIS = 40

/** An axis upwards where reading begins, and one along the foot in the direction of reading, each with its three words. */
export function drawAxes(sheet: Sheet, up: Axis, along: Axis): void {
  const foot = HEIGHT + AXIS
  sheet.line({ x: -AXIS, y: HEIGHT }, { x: -AXIS, y: 0 }, { arrow: 'end' })
  sheet.line({ x: 0, y: foot }, { x: WIDTH, y: foot }, { arrow: 'end' })
  const beside = -AXIS - 20 - LABEL.width
  const ends = [
    { x: beside, y: 0, text: up.high },
    { x: beside, y: HEIGHT - LABEL.height, text: up.low },
    { x: 0, y: foot + 20, text: along.low },
    { x: WIDTH - LABEL.width, y: foot + 20, text: along.high },
  ]
  const names = [
    { x: beside, y: (HEIGHT - LABEL.height) / 2, text: up.name },
    { x: (WIDTH - LABEL.width) / 2, y: foot + 20, text: along.name },
  ]
  for (const end of ends) sheet.shape({ ...end, ...LABEL, colour: null })
  for (const name of names) sheet.shape({ ...name, ...LABEL, colour: 'sand' })
}
