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

/** Of all pictures of one PDF together. */
export const PICTURES_MAX_BYTES = 48 * 1024 * 1024

/** Bytes of pictures by the id under which the board names them; those that are gone are left out. */
export type PrintPictures = { pictures: [file: string, bytes: Uint8Array][] }

/** Why there is no PDF: none of what was asked for is there, it is more than is printed at once, or something broke. */
export type PrintFailure = 'nothing' | 'tooLarge' | 'broken'

/** What it says: first the pictures it wants, if any, then one of the others. */
export type PrintAnswer = { wants: string[] } | { pdf: Uint8Array } | { failed: PrintFailure; why: string }
