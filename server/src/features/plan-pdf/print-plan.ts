import { fileURLToPath } from 'node:url'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { migrateDocument } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import type { MakePdf } from '../../print/message.ts'
import { ownForPrint } from '../../print/arabic.ts'
import { reasonOf, Typesetter } from '../../print/typeset.ts'
import type { PlanQuestion } from './message.ts'
import { pagesOf } from './plan-pages.ts'

/** More than this isn't laid out at once: letters of all words, and actions. */
const LETTERS_MAX = 2_000_000
const ACTIONS_PRINTED_MAX = 3_000

let typesetter: Typesetter | undefined

/** A plan as a PDF. Never throws: a text can't break it. */
export const makePdf: MakePdf<PlanQuestion> = async (question) => {
  try {
    const pages = pagesOf(planFrom(question.parts), question)
    if (!pages) return { failed: 'nothing', why: 'nothing of what was chosen is there' }
    const count = pages.goals.reduce((sum, { actions }) => sum + actions.length, 0)
    if (count > ACTIONS_PRINTED_MAX || JSON.stringify(pages.goals).length > LETTERS_MAX)
      return { failed: 'tooLarge', why: 'more than is printed at once' }
    typesetter ??= new Typesetter(fileURLToPath(import.meta.resolve('./plan.typ')))
    return { pdf: typesetter.typeset(ownForPrint(pages)) }
  } catch (error) {
    return { failed: 'broken', why: reasonOf(error) }
  }
}

function planFrom(parts: readonly Uint8Array[]): Plan {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part)
  })
  migrateDocument(doc, documentCatalogue.plan.migrations)
  return new Plan(doc)
}
