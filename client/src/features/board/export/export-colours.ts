import type { InkColour, NoteColour } from '@meydan/shared/documents/board/records'
import type { Side } from '@meydan/shared/words'

/**
 * What pictures of a board are drawn in: the light colours of tokens.css and paper.css, whatever the screen shows now,
 * for they end in reports and on walls. A test compares them with the style sheets.
 */
export const exportPapers: Record<NoteColour, string> = {
  sun: '#fdf0b5',
  apricot: '#fddcc0',
  rose: '#fbd5dc',
  lilac: '#e6daf7',
  sky: '#d3e6fa',
  mint: '#cdf0e3',
  sage: '#dde8cf',
  sand: '#ece3d4',
}

export const exportInks: Record<InkColour, string> = {
  ink: '#1f2430',
  red: '#b3261e',
  ochre: '#8a4b00',
  green: '#1d6b42',
  blue: '#1d4ed8',
  violet: '#6b2fa0',
}

export const exportSides: Record<Side, string> = { civil: '#9a4507', public: '#1d4ed8', neutral: '#4b5563' }

export const exportTones = {
  paper: '#faf8f4',
  surface: '#ffffff',
  ink: '#1f2430',
  muted: '#5b6272',
  hairline: '#e6e1d8',
  line: '#cfcdc9',
}

/** So much of the first colour, the rest of the second; both as `#rrggbb`. */
export function mixed(colour: string, part: number, other: string): string {
  const channel = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16)
  const mix = (at: number) => Math.round(channel(colour, at) * part + channel(other, at) * (1 - part))
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, '0')).join('')}`
}
