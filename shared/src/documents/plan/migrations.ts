import * as Y from 'yjs'
import type { DocumentMigration, InNameOf } from '../versions.ts'

export const planMigrations: readonly DocumentMigration[] = [
  // Descriptions become rich text. A page that writes plain ones is kept out; what it had written before that comes in
  // beside these and is read as it is (see `Plan.descriptionOf`).
  { version: 2, migrate: enrich },
]

function enrich(doc: Y.Doc, inNameOf: InNameOf): void {
  const texts = doc.getMap('texts')
  for (const [id, item] of texts._map) {
    const text = texts.get(id)
    if (item.deleted || !(text instanceof Y.Text) || text instanceof Y.XmlText) continue
    const runs = runsOf(text)
    const rich = new Y.XmlFragment()
    inNameOf(item.id.client, () => texts.set(id, rich))
    let words: Y.XmlText | undefined
    const line = (client: number) =>
      inNameOf(client, () => {
        const paragraph = new Y.XmlElement('paragraph')
        rich.push([paragraph])
        words = undefined
      })
    const add = (client: number, letters: string) =>
      inNameOf(client, () => {
        if (!words) {
          words = new Y.XmlText()
          ;(rich.get(rich.length - 1) as Y.XmlElement).insert(0, [words])
        }
        words.insert(words.length, letters)
      })
    if (runs.length > 0) line(runs[0]!.client)
    for (const { client, letters } of runs) {
      letters.split('\n').forEach((part, index) => {
        if (index > 0) line(client)
        if (part) add(client, part)
      })
    }
  }
}

/** Its words piece by piece, with the client id that wrote each; read before the text is replaced, and so deleted. */
function runsOf(text: Y.Text): { client: number; letters: string }[] {
  const runs: { client: number; letters: string }[] = []
  for (let item = text._start; item; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) {
      runs.push({ client: item.id.client, letters: item.content.str })
    }
  }
  return runs
}
