import { isRichText } from '@meydan/shared/documents/rich-text/schema'
import * as Y from 'yjs'
import { type Scribe, writerOf } from './authors.ts'

type Parent = Y.XmlFragment | Y.XmlElement
/** Levels and spans, ids and labels, ticks: see the schema. */
type AttributeValue = number | string | boolean

/**
 * Makes a rich text what it was: blocks that are the same at its beginning and end stay, the others are written anew,
 * each piece in the name of who wrote it. False where there was none then.
 */
export function restoreRich(now: Y.Map<unknown>, then: Y.Map<unknown>, id: string, scribe: Scribe): boolean {
  const old = then.get(id)
  if (!isRichText(old)) return false
  if (!isRichText(now.get(id))) scribe.as(writerOf(then, id), () => now.set(id, new Y.XmlFragment()))
  const text = now.get(id) as Y.XmlFragment
  const [said, wanted] = [text.toArray().map(String), old.toArray().map(String)]
  const shorter = Math.min(said.length, wanted.length)
  let start = 0
  while (start < shorter && said[start] === wanted[start]) start++
  let end = 0
  while (end < shorter - start && said.at(-1 - end) === wanted.at(-1 - end)) end++
  text.delete(start, said.length - start - end)
  const between = old.toArray().slice(start, wanted.length - end)
  between.forEach((child, index) => copyInto(text, start + index, child, scribe))
  return true
}

function copyInto(parent: Parent, index: number, old: unknown, scribe: Scribe): void {
  if (old instanceof Y.XmlText) {
    const words = new Y.XmlText()
    scribe.as(old._item?.id.client, () => parent.insert(index, [words]))
    copyWords(words, old, scribe)
  } else if (old instanceof Y.XmlElement) {
    const element = new Y.XmlElement<Record<string, AttributeValue>>(old.nodeName)
    scribe.as(old._item?.id.client, () => parent.insert(index, [element as unknown as Y.XmlElement]))
    for (const [name, item] of old._map) {
      if (!item.deleted && item.content instanceof Y.ContentAny) {
        const [value] = item.content.arr as AttributeValue[]
        scribe.as(item.id.client, () => element.setAttribute(name, value!))
      }
    }
    old.toArray().forEach((child, at) => copyInto(element as unknown as Y.XmlElement, at, child, scribe))
  }
}

type Mark = { name: string; value: object; client: number; from: number; to: number }

/** First the letters by their authors, then the marks by those who set them. */
function copyWords(into: Y.XmlText, old: Y.XmlText, scribe: Scribe): void {
  const marks: Mark[] = []
  const open = new Map<string, Mark>()
  let at = 0
  for (let item = old._start; item; item = item.right) {
    const { content, deleted, id } = item
    if (deleted) continue
    if (content instanceof Y.ContentString) {
      const letters = content.str
      scribe.as(id.client, () => into.insert(at, letters, {}))
      at += letters.length
      for (const mark of open.values()) mark.to = at
    } else if (content instanceof Y.ContentFormat) {
      open.delete(content.key)
      if (content.value === null) continue
      const mark = { name: content.key, value: content.value as object, client: id.client, from: at, to: at }
      open.set(mark.name, mark)
      marks.push(mark)
    }
  }
  for (const { name, value, client, from, to } of marks) {
    if (to > from) scribe.as(client, () => into.format(from, to - from, { [name]: value }))
  }
}
