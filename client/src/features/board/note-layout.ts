import { NOTE_SIZE } from '@meydan/shared/documents/board/records'

/** What is left of a note for its words: without padding, the side's edge and the line that says who it is from. */
export const TEXT_BOX = { width: NOTE_SIZE.width - 3 - 14 - 12, height: NOTE_SIZE.height - 12 - 7 - 18 }
