import { printBoard } from '@meydan/shared/contracts/board-pdf'
import { Id } from '@meydan/shared/contracts/ids'
import { AppError } from '@meydan/shared/errors'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { attachment } from '../../print/attachment.ts'
import { PICTURES_MAX_BYTES, type PrintPictures } from '../../print/message.ts'
import { type Press, PrintError } from '../../print/press.ts'
import type { PrintArea, PrintQuestion } from './message.ts'
import { boardToPrint } from './store.ts'

export type BoardPdfDeps = {
  db: Database
  press: Press
  /** A picture of a room as PNG, JPEG or WebP; throws `not_found` where it is gone. */
  readPicture: (roomId: string, id: string) => Promise<Uint8Array>
}

export function boardPdfRoutes(mount: Mount, { db, press, readPicture }: BoardPdfDeps): void {
  mount(printBoard, async ({ params, body, identity, request, reply }) => {
    const board = await boardToPrint(db, params)
    const question: PrintQuestion = { ...board, area: areaOf(body), language: body.language, printedAt: Date.now() }
    const fetchPictures = (files: string[]) => picturesOf(files, (file) => readPicture(params.roomId, file))
    const maker = import.meta.resolve('./print-board.ts')
    const job = { maker, question, tooLarge: 'board_too_large' as const, fetchPictures }
    const pdf = await press.print(job, identity.personId).catch((error: unknown) => {
      if (error instanceof PrintError) request.log.warn({ ...params, why: error.why }, 'no PDF of a board')
      throw error
    })
    reply.headers({
      'content-type': 'application/pdf',
      'content-disposition': attachment(board.title, 'board'),
      'x-content-type-options': 'nosniff',
    })
    return pdf
  })
}

/** Those that are there, until they are more than one PDF takes. */
async function picturesOf(files: string[], read: (file: string) => Promise<Uint8Array>): Promise<PrintPictures> {
  const pictures: PrintPictures['pictures'] = []
  let bytes = 0
  for (const file of files) {
    if (!Id.safeParse(file).success || bytes > PICTURES_MAX_BYTES) continue
    const picture = await read(file).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return undefined
      throw error
    })
    if (!picture) continue
    pictures.push([file, picture])
    bytes += picture.length
  }
  return { pictures }
}

function areaOf({ ids, frames }: { ids?: string[] | undefined; frames?: string[] | undefined }): PrintArea {
  if (ids && frames) throw new AppError('invalid', [{ path: 'frames', problem: 'other' }])
  if (frames) return { frames }
  return ids ? { ids } : 'board'
}
