import { type InkColour, inkColours, type NoteColour, noteColours } from '@meydan/shared/documents/board/records'
import type { Side } from '@meydan/shared/words'

/** What is painted on canvases, as the page's tokens have it. */
export type PaperColours = {
  papers: Record<NoteColour, string>
  sides: Record<Side, string>
  inks: Record<InkColour, string>
  ink: string
  accent: string
  frame: string
  /** The board's ground. */
  paper: string
  /** Under papers that lie on it. */
  shadow: string
  /** How much of its colour a theme's ground has. */
  tint: number
}

let known: { theme: string | undefined; colours: PaperColours } | null = null

/** Read from the page once per theme: asking for styles in every frame of a pan is dear. */
export function paperColours(): PaperColours {
  const { theme } = document.documentElement.dataset
  if (known?.theme !== theme || !known) known = { theme, colours: read() }
  return known.colours
}

function read(): PaperColours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  const papers = Object.fromEntries(noteColours.map((colour) => [colour, of(`--note-${colour}`)]))
  return {
    papers: papers as PaperColours['papers'],
    inks: Object.fromEntries(inkColours.map((each) => [each, of(`--ink-${each}`)])) as PaperColours['inks'],
    sides: { civil: of('--civil'), public: of('--public'), neutral: of('--neutral') },
    ink: of('--note-ink'),
    accent: of('--accent'),
    frame: of('--surface-sunk'),
    paper: of('--paper'),
    shadow: 'rgb(0 0 0 / 9%)',
    tint: document.documentElement.dataset['theme'] === 'dark' ? 0.15 : 0.46,
  }
}
