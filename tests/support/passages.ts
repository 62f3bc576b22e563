import type { Database } from '@meydan/server/database/schema'
import { endsOfPassage } from '@meydan/shared/documents/minutes/passage'
import type { Page } from 'playwright-core'
import type * as Y from 'yjs'
import { minutesOf } from './minutes.ts'
import type { Story } from './stories.ts'
import { until } from './until.ts'

/** Selects the words at the end of a line, by keyboard alone; keys may come before a caret that is drawn. */
export async function selectAtEnd(page: Page, words: string, line = 0): Promise<void> {
  await until(
    async () => {
      await page
        .locator('.minutes-text p')
        .nth(line)
        .click({ position: { x: 2, y: 8 } })
      await page.keyboard.press('End')
      for (let n = 0; n < words.length; n++) await page.keyboard.press('Shift+ArrowLeft')
      // The editor hears of what is selected a moment after the page does.
      const heard = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      await page.evaluate(heard)
      return (await page.evaluate(() => String(getSelection()))) === words
    },
    { every: 300 },
  )
}

/** The words that are marked as talked about. */
export const marked = (page: Page): Promise<string> =>
  page
    .locator('.minutes-text .passage')
    .allTextContents()
    .then((parts) => parts.join(''))

type About = { documentId: string; line?: number; words: string; text?: string }

/** A thread about words of a line of minutes, begun by Ahmad’s seat; answers with its id. */
export async function threadOn(
  db: Database,
  { roomId, civil }: Pick<Story, 'roomId' | 'civil'>,
  { documentId, line = 0, words, text = `Üzerine: ${words}` }: About,
): Promise<string> {
  const body = (await minutesOf(db, documentId)).body!
  const piece = (body.get(line) as Y.XmlElement).get(0) as Y.XmlText
  const at = piece.toJSON().indexOf(words)
  const ends = endsOfPassage({ text: piece, index: at }, { text: piece, index: at + words.length })
  const thread = { roomId, documentId, anchor: 'passage', quote: words, passageFrom: ends.from, passageTo: ends.to }
  const { id } = await db.insertInto('thread').values(thread).returning('id').executeTakeFirstOrThrow()
  const comment = { id: crypto.randomUUID(), threadId: id, seatId: civil.seatId, text }
  await db.insertInto('comment').values(comment).execute()
  return id
}
