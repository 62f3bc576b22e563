import { fileURLToPath } from 'node:url'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { migrateDocument } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import { ownForPrint } from '../../print/arabic.ts'
import type { MakePdf } from '../../print/message.ts'
import { reasonOf, Typesetter } from '../../print/typeset.ts'
import { docxOf } from './docx.ts'
import { headOf } from './file-head.ts'
import { flowOf } from './flow.ts'
import { markdownOf } from './markdown.ts'
import type { MinutesQuestion } from './message.ts'
import { pagesOf } from './minutes-pages.ts'
import { minutesWords } from './words.ts'

/** More than this isn't made at once: letters of all that would be written, with what is around them. */
const LETTERS_MAX = 6_000_000

let typesetter: Typesetter | undefined

/** Minutes as a file of any format. Never throws: a text can't break it. */
export const makePdf: MakePdf<MinutesQuestion> = async (question) => {
  try {
    const minutes = minutesFrom(question.parts)
    const head = headOf(minutes, question)
    const blocks = flowOf(minutes.blocks(), question)
    if (JSON.stringify(blocks).length > LETTERS_MAX) return { failed: 'tooLarge', why: 'more than is made at once' }
    if (question.format === 'markdown') {
      return { pdf: Buffer.from(markdownOf(head, blocks, minutesWords[question.language].empty)) }
    }
    if (question.format === 'docx') return { pdf: await docxOf(head, blocks, question.language) }
    typesetter ??= new Typesetter(fileURLToPath(import.meta.resolve('./minutes.typ')))
    return { pdf: typesetter.typeset(ownForPrint(pagesOf(head, blocks, question.language))) }
  } catch (error) {
    return { failed: 'broken', why: reasonOf(error) }
  }
}

function minutesFrom(parts: readonly Uint8Array[]): Minutes {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part)
  })
  migrateDocument(doc, documentCatalogue.minutes.migrations)
  return new Minutes(doc)
}
