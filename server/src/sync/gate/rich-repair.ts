import { lengthOf } from '@meydan/shared/documents/rich-text/read'
import { isSound, type RichForm } from '@meydan/shared/documents/rich-text/schema'
import * as Y from 'yjs'

type AnyType = Y.AbstractType<unknown>

/**
 * Finds what a transaction put into rich texts and the schema doesn't know: elements, attributes, marks, links to where
 * none may lead, what is nested too deep, and what is beyond the hard limit of a text. A mark goes and the words under
 * it stay; an element goes with what stands in it. Only what the transaction added.
 */
export class RichRepair {
  readonly #transaction: Y.Transaction
  readonly #bad: Set<Y.Item>
  readonly #form: RichForm
  readonly #hardMax: number
  readonly #touched = new Set<Y.XmlFragment>()

  /** `bad` is where it is noted. */
  constructor(transaction: Y.Transaction, bad: Set<Y.Item>, { form, hardMax }: { form: RichForm; hardMax: number }) {
    this.#transaction = transaction
    this.#bad = bad
    this.#form = form
    this.#hardMax = hardMax
  }

  /** `type` is what was changed of this text, itself or a part of it, and where: under keys, or in its row (null). */
  look(text: Y.XmlFragment, type: AnyType, keys: ReadonlySet<string | null>): void {
    this.#touched.add(text)
    for (const key of keys) {
      if (key === null) this.#lookAtRow(type)
      else this.#lookAt(type._map.get(key))
    }
  }

  /** A text that wasn't there before, so all of it is new. */
  lookAtNew(text: Y.XmlFragment): void {
    this.#touched.add(text)
    this.#lookInto(text as AnyType)
  }

  /** To be asked when everything else was looked at. */
  cutExcess(): void {
    for (const text of this.#touched) {
      let excess = lengthOf(text) - this.#hardMax
      if (excess <= 0) continue
      for (const item of this.#newItemsOf(text as AnyType).reverse()) {
        if (excess <= 0) break
        this.#bad.add(item)
        if (item.content instanceof Y.ContentString) excess -= item.length
        else if (item.content instanceof Y.ContentType && !(item.content.type instanceof Y.XmlText)) excess -= 1
      }
    }
  }

  #lookInto(type: AnyType): void {
    this.#lookAtRow(type)
    for (const item of type._map.values()) this.#lookAt(item)
  }

  #lookAtRow(type: AnyType): void {
    for (let item = type._start; item; item = item.right) this.#lookAt(item)
  }

  #lookAt(item: Y.Item | undefined): void {
    if (!item || item.deleted || !this.#isNew(item)) return
    if (!isSound(item, this.#form)) this.#bad.add(item)
    else if (item.content instanceof Y.ContentType) this.#lookInto(item.content.type as AnyType)
  }

  /** In the order in which they are read, an element before what stands in it. */
  #newItemsOf(type: AnyType): Y.Item[] {
    const items: Y.Item[] = []
    for (let item = type._start; item; item = item.right) {
      if (item.deleted) continue
      if (this.#isNew(item)) items.push(item)
      if (item.content instanceof Y.ContentType) items.push(...this.#newItemsOf(item.content.type as AnyType))
    }
    return items
  }

  #isNew({ id }: Y.Item): boolean {
    return id.clock >= (this.#transaction.beforeState.get(id.client) ?? 0)
  }
}
