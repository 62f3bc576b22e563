import type { MessageKey } from '../../i18n/catalogue.ts'

/** Thicknesses of a line drawn by hand, in board units. */
export const inkWidths: readonly { units: number; label: MessageKey }[] = [
  { units: 2, label: 'board.ink.fine' },
  { units: 4, label: 'board.ink.medium' },
  { units: 10, label: 'board.ink.thick' },
]
