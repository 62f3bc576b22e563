/** Of all pictures of one PDF together. */
export const PICTURES_MAX_BYTES = 48 * 1024 * 1024

/** Bytes of pictures by the id under which the board names them; those that are gone are left out. */
export type PrintPictures = { pictures: [file: string, bytes: Uint8Array][] }

/** Why there is no PDF: none of what was asked for is there, it is more than is printed at once, or something broke. */
export type PrintFailure = 'nothing' | 'tooLarge' | 'broken'

/** What it says: first the pictures it wants, if any, then one of the others. */
export type PrintAnswer = { wants: string[] } | { pdf: Uint8Array } | { failed: PrintFailure; why: string }

/**
 * What a feature's module exports as `makePdf` for the printing process. `fetchPictures` is asked once, if at all. Never
 * throws: what can't be printed it says.
 */
export type MakePdf<Question> = (
  question: Question,
  fetchPictures: (files: string[]) => Promise<PrintPictures>,
) => Promise<Exclude<PrintAnswer, { wants: string[] }>>
