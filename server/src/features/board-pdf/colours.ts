import type { InkColour, NoteColour } from '@meydan/shared/documents/board/records'

/** The light theme's papers and inks; a test holds them against client/src/ui/tokens.css and paper.css. */
export const paperColours: Record<NoteColour, string> = {
  sun: '#fdf0b5',
  apricot: '#fddcc0',
  rose: '#fbd5dc',
  lilac: '#e6daf7',
  sky: '#d3e6fa',
  mint: '#cdf0e3',
  sage: '#dde8cf',
  sand: '#ece3d4',
}

export const inkColours: Record<InkColour, string> = {
  ink: '#1f2430',
  red: '#b3261e',
  ochre: '#8a4b00',
  green: '#1d6b42',
  blue: '#1d4ed8',
  violet: '#6b2fa0',
}

export const FRAME_PAPER = '#faf8f4'

/** A frame's ground, pale enough that its notes stand out. */
export function framePaper(colour: NoteColour): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(paperColours[colour].slice(at, at + 2), 16))
  return `#${channels
    .map((value) =>
      Math.round(255 - (255 - value) * 0.4)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}
