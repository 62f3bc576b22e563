import { z } from 'zod'
import { Language } from '../languages.ts'
import { contract } from './contract.ts'
import { Id, RecordId } from './ids.ts'

export const printBoard = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/documents/:documentId/pdf',
  needs: 'document.read',
  summary: 'A board as a PDF: all of it or some objects on one page, or a page for each of some frames',
  params: z.strictObject({ roomId: Id, documentId: Id }),
  body: z.strictObject({
    /** These objects with what they hold; what is gone by now is left out. Not together with `frames`. */
    ids: z.array(RecordId).min(1).max(5000).optional(),
    /** A page each, in this order. */
    frames: z.array(RecordId).min(1).max(60).optional(),
    /** Of the title line, the legend and the date; also how the file says to be read. */
    language: Language,
  }),
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: 'application/pdf',
  limit: 'print',
})
