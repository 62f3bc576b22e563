import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** What part of a board goes on paper: one page of all or of some objects, or a page for each frame. */
export type PrintArea = 'board' | { ids: string[] } | { frames: string[] }

/** What the printing process is asked; plain enough to be sent. */
export type PrintQuestion = {
  /** The stored document: snapshot and updates. */
  parts: Uint8Array[]
  area: PrintArea
  seats: [id: string, seat: { organisation: string; side: Side }][]
  title: string
  room: string
  language: Language
  /** Milliseconds since 1970, to be written on each page. */
  printedAt: number
}
