import type { Board } from '@meydan/shared/documents/board/board'
import { writePoints } from '@meydan/shared/documents/board/ink'
import { inkColours, NoteColour, noteColours, noteKinds, shapeForms } from '@meydan/shared/documents/board/records'
import { cluster } from '@meydan/shared/documents/board/themes'
import { type Random, randomFrom } from '../../support/seed.ts'

export type Crowd = { notes: number; themes: number; shapes: number; connectors: number; strokes: number }

export const boards = {
  notes: { notes: 2_000, themes: 0, shapes: 0, connectors: 0, strokes: 0 },
  everything: { notes: 2_000, themes: 60, shapes: 100, connectors: 150, strokes: 200 },
} satisfies Record<string, Crowd>
export type BoardName = keyof typeof boards

const COLUMNS = 50
const STEP = { x: 220, y: 170 }
const IN_A_THEME = 6
const SENTENCES = [
  'Kreş yok',
  'The bus comes twice a day',
  'Kadınlar için güvenli bir buluşma yeri, akşamları da açık',
  'لا يوجد مترجم في المستشفى',
  'Der Antrag ist nur auf Papier möglich, und nur vormittags',
  'Haur eskola',
  'Water runs brown after rain; nobody has told us whether it is safe to drink, and the well is far',
]

/** Fills a board the same way every time. Notes lie in a grid, in short and long words of five languages. */
export function fillCrowded(board: Board, { notes, themes, shapes, connectors, strokes }: Crowd): void {
  const random = randomFrom(7)
  const nobody = { seat: null, side: 'civil' } as const
  const given = Array.from({ length: notes }, (_, index) => ({
    at: {
      x: (index % COLUMNS) * STEP.x + random.below(16),
      y: Math.floor(index / COLUMNS) * STEP.y + random.below(12),
    },
    text: random.pick(SENTENCES),
    colour: NoteColour.parse(random.pick(noteColours)),
    ...(index % 4 === 0 && { kind: random.pick(noteKinds), severity: 1 + random.below(5) }),
  }))
  const ids = board.addNotes(given, nobody)
  const place = () => ({ x: random.below(COLUMNS * STEP.x), y: random.below((notes / COLUMNS) * STEP.y) })
  for (let index = 0; index < themes; index++) {
    const colour = random.pick(noteColours)
    const theme = board.add('theme', { at: place(), title: random.pick(SENTENCES).slice(0, 40), colour }, nobody)
    cluster(board, ids.slice(index * IN_A_THEME, (index + 1) * IN_A_THEME), theme, nobody)
  }
  for (let index = 0; index < shapes; index++) {
    const size = { width: 120 + random.below(200), height: 80 + random.below(160) }
    const form = random.pick(shapeForms)
    const id = board.add('shape', { at: place(), size, form, ink: random.pick(inkColours) }, nobody)
    board.write(id, random.pick(SENTENCES))
  }
  for (let index = 0; index < connectors; index++) {
    const from = random.below(ids.length - COLUMNS - 2)
    const end = (at: number) => ({ item: ids[at]!, at: { x: 0, y: 0 } })
    board.addConnector({ from: end(from), to: end(from + random.pick([1, 2, COLUMNS, COLUMNS + 1])) }, nobody)
  }
  for (let index = 0; index < strokes; index++) {
    const points = writePoints(handDrawn(random))
    board.add('stroke', { at: place(), points, ink: random.pick(inkColours), width: random.pick([2, 4, 8]) }, nobody)
  }
}

function handDrawn(random: Random) {
  let [x, y, heading] = [0, 0, random.next() * Math.PI * 2]
  return Array.from({ length: 30 + random.below(90) }, () => {
    heading += (random.next() - 0.5) * 0.7
    x += Math.cos(heading) * 5
    y += Math.sin(heading) * 5
    return { x, y, pressure: 0.3 + random.next() * 0.6 }
  })
}
