import type { NoteColour } from '../board/records.ts'
import type { Sheet } from './sheet.ts'

export type Quadrant = { title: string; question: string }
export type Axis = { name: string; low: string; high: string }

export const CELL = { width: 700, height: 500 }
const GAP = { x: 40, y: 80 }
const PADDING = 30
const QUESTION = { width: CELL.width - 2 * PADDING, height: 70 }

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
const LABEL = { width: 200, height: 70 }
const AXIS = 40

/** An axis upwards where reading begins, and one along the foot in the direction of reading, each with its three words. */
export function drawAxes(sheet: Sheet, up: Axis, along: Axis): void {
  const foot = HEIGHT + AXIS
  sheet.line({ x: -AXIS, y: HEIGHT }, { x: -AXIS, y: 0 }, { arrow: 'end' })
  sheet.line({ x: 0, y: foot }, { x: WIDTH, y: foot }, { arrow: 'end' })
  const beside = -AXIS - 20 - LABEL.width
  sheet.text({ x: beside, y: 0, ...LABEL, text: up.high })
  sheet.shape({ x: beside, y: (HEIGHT - LABEL.height) / 2, ...LABEL, text: up.name, colour: 'sand' })
  sheet.text({ x: beside, y: HEIGHT - LABEL.height, ...LABEL, text: up.low })
  sheet.text({ x: 0, y: foot + 20, ...LABEL, text: along.low })
  sheet.shape({ x: (WIDTH - LABEL.width) / 2, y: foot + 20, ...LABEL, text: along.name, colour: 'sand' })
  sheet.text({ x: WIDTH - LABEL.width, y: foot + 20, ...LABEL, text: along.high })
}
