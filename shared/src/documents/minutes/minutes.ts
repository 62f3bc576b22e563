import type * as Y from 'yjs'
import { Collection, type RecordRoot } from '../collection.ts'
import { plainTextOf, type RichBlock, readRich } from '../rich-text/read.ts'
import { isRichText } from '../rich-text/schema.ts'
import { fromRich } from '../rich-text/write.ts'
import { BODY, Part } from './records.ts'

/** Marks writes made through a Minutes here, so that undo takes back one's own acts only. */
export const MINUTES_EDIT = Symbol('minutes edit')

/** Minutes, or a charter: one rich text that a room writes together. */
export class Minutes {
  readonly doc: Y.Doc
  readonly parts: Collection<Part>
  readonly texts: Y.Map<unknown>

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.parts = new Collection(doc.getMap('parts') as RecordRoot, Part)
    this.texts = doc.getMap('texts')
  }

  /** Root types whose changes undo and redo follow. */
  get undoScope(): Y.AbstractType<unknown>[] {
    return [this.texts as Y.AbstractType<unknown>]
  }

  /** The text itself, for an editor; null in a document that isn't minutes. Every one is made with it. */
  get body(): Y.XmlFragment | null {
    const text = this.texts.get(BODY)
    return isRichText(text) ? text : null
  }

  /** The same as plain data. */
  blocks(): RichBlock[] {
    return this.body ? readRich(this.body) : []
  }

  plainText(): string {
    return this.body ? plainTextOf(this.body) : ''
  }

  /** Whose minutes they are. */
  get meeting(): string | null {
    return this.parts.get(BODY)?.meeting ?? null
  }

  /** Makes the text of an empty document. */
  begin(blocks: readonly RichBlock[], meeting: string | null = null): void {
    this.doc.transact(() => {
      this.parts.create({ id: BODY, meeting })
      this.texts.set(BODY, fromRich(blocks))
    }, MINUTES_EDIT)
  }
}
