import { fileURLToPath } from 'node:url'
import { PICTURES_MAX_BYTES, type MakePdf, type PrintPictures } from '../../print/message.ts'
import { formatOf, reasonOf, Typesetter } from '../../print/typeset.ts'
import type { PrintedPicture } from './drawn-item.ts'
import type { PrintQuestion } from './message.ts'
import { boardFrom, filesOf, isTooLarge, pageData, type Sheet, sheetsOf } from './page-data.ts'

let typesetter: Typesetter | undefined

/**
 * A board as a PDF; `fetchPictures` is asked once for those that are on it. Never throws: a text can't break it, and
 * where a picture does, it is printed without pictures.
 */
export const makePdf: MakePdf<PrintQuestion> = async (question, fetchPictures) => {
  try {
    const sheets = sheetsOf(boardFrom(question.parts), question)
    if (!sheets) return { failed: 'nothing', why: 'nothing of what was chosen is there' }
    if (isTooLarge(sheets)) return { failed: 'tooLarge', why: 'more than is printed at once' }
    const files = filesOf(sheets)
    const { pictures } = files.length > 0 ? await fetchPictures(files) : { pictures: [] }
    return { pdf: typeset(sheets, question, pictures) }
  } catch (error) {
    return { failed: 'broken', why: reasonOf(error) }
  }
}

function typeset(sheets: readonly Sheet[], question: PrintQuestion, pictures: PrintPictures['pictures']): Uint8Array {
  typesetter ??= new Typesetter(fileURLToPath(import.meta.resolve('./board.typ')))
  const names = new Map<string, PrintedPicture>()
  const bytesOf = new Map<string, Uint8Array>()
  let left = PICTURES_MAX_BYTES
  for (const [index, [file, bytes]] of pictures.entries()) {
    const format = formatOf(bytes)
    if (!format || bytes.length > left) continue
    left -= bytes.length
    names.set(file, { path: `picture-${index}`, format })
    bytesOf.set(`picture-${index}`, bytes)
  }
  try {
    return typesetter.typeset(pageData(sheets, question, names), bytesOf)
  } catch (error) {
    if (names.size === 0) throw error
    return typesetter.typeset(pageData(sheets, question, new Map()), new Map())
  }
}
