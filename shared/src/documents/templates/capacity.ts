import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import type { NoteColour } from '../board/records.ts'
import { capacityTexts } from './capacity-texts.ts'
import { Sheet } from './sheet.ts'

const HUB = 180
const STEPS = 5
/** Middle of the first mark, and from mark to mark, counted from the middle of the wheel. */
const FIRST = 170
const STEP = 72
const MARK = 46
const CARD = { width: 290, height: 150 }
/** Middle of a card across, up and down, and at a slant; so that all are equally far from the last mark. */
const REACH = { across: 650, down: 580, slant: 448 }
const PADDING = 40
const GUIDE = 340
const COLUMN_GAP = 60
const colours: readonly NoteColour[] = ['sun', 'apricot', 'rose', 'lilac', 'sky', 'mint', 'sage', 'sand']

/**
 * Eight fields around the organisation, each with marks from one to five: people put a note or a reaction on the mark
 * they find right, and talk about where they differ.
 */
export function capacityWheel(language: Language): BoardClip {
  const sheet = new Sheet()
  const { title, hub, how, scale, fields } = capacityTexts[language]
  const half = { x: REACH.across + CARD.width / 2, y: REACH.down + CARD.height / 2 }
  const width = PADDING + GUIDE + COLUMN_GAP + 2 * half.x + PADDING
  sheet.frame({ x: 0, y: 0, width, height: 2 * (half.y + PADDING), title, kind: 'section' })
  drawGuide(sheet, how, scale)
  const middle = { x: width - PADDING - half.x, y: PADDING + half.y }
  const places = fields.map((field, index) => ({ ...field, ...spoke(index), colour: colours[index]! }))
  const around = (x: number, y: number, size: { width: number; height: number }) => ({
    x: Math.round(middle.x + x - size.width / 2),
    y: Math.round(middle.y + y - size.height / 2),
    ...size,
  })
  sheet.shape({ ...around(0, 0, { width: HUB, height: HUB }), text: hub, form: 'ellipse', colour: null })
  const number = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-arab' : language)
  for (const { name, question, colour, ...place } of places) {
    const card = sheet.shape({ ...around(place.card.x, place.card.y, CARD), text: `${name}\n${question}`, colour })
    // One line below all marks: pieces from mark to mark would end at the corners of what is drawn round.
    sheet.line({ x: Math.round(middle.x + place.x * FIRST), y: Math.round(middle.y + place.y * FIRST) }, card)
    for (let step = 0; step < STEPS; step++) {
      const far = FIRST + step * STEP
      const spot = around(place.x * far, place.y * far, { width: MARK, height: MARK })
      sheet.shape({ ...spot, text: number.format(step + 1), form: 'ellipse', colour })
    }
  }
  return sheet.clip(language)
}

/** The direction of a spoke, clockwise from the top, and where its card's middle is. */
function spoke(index: number) {
  const angle = (index * Math.PI) / 4 - Math.PI / 2
  const [x, y] = [Math.cos(angle), Math.sin(angle)]
  const isSlanted = index % 2 === 1
  const card = isSlanted
    ? { x: Math.sign(x) * REACH.slant, y: Math.sign(y) * REACH.slant }
    : { x: Math.round(x) * REACH.across, y: Math.round(y) * REACH.down }
  return { x, y, card }
}

function drawGuide(sheet: Sheet, how: string, scale: readonly string[]): void {
  const height = 74
  sheet.text({ x: PADDING, y: PADDING, width: GUIDE, size: 22, text: how })
  scale.forEach((text, index) => {
    sheet.shape({ x: PADDING, y: PADDING + 220 + index * (height + 14), width: GUIDE, height, text, colour: 'sand' })
  })
}
