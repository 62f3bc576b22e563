import { isDeepStrictEqual } from 'node:util'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { isRichText } from '@meydan/shared/documents/rich-text/schema'
import { editBetween } from '@meydan/shared/documents/text'
import * as Y from 'yjs'
import { type Run, runsOf, type Scribe, writerOf } from './authors.ts'
import { recordRoots, TEXTS } from './changes.ts'
import { restoreRich } from './restore-rich.ts'
import { settleAgain, surroundingsOf } from './surroundings.ts'

/**
 * Makes every record of `doc` what it is in `from`, by as few edits as that takes: what was deleted since is there
 * again under its id, what was changed is changed back, what was added since is gone. Call in a transaction of `doc`.
 */
export function restoreAll(doc: Y.Doc, from: Y.Doc, kind: DocumentKind, scribe: Scribe): void {
  for (const root of recordRoots(kind)) {
    const now = doc.getMap(root)
    const then = from.getMap(root)
    for (const id of [...now.keys()]) if (!(then.get(id) instanceof Y.Map)) now.delete(id)
    for (const id of then.keys()) restoreFields(now, then, id, scribe)
  }
  const words = doc.getMap(TEXTS)
  const oldWords = from.getMap(TEXTS)
  for (const id of [...words.keys()]) if (!isWordy(oldWords.get(id))) words.delete(id)
  for (const id of oldWords.keys()) restoreWords(words, oldWords, id, scribe)
}

/**
 * Brings one record back with its words, under its old id, to where it was seen, and with what it held (see
 * surroundings.ts). False where it isn't in `from`, or is still in `doc`. Call in a transaction of `doc`.
 */
export function restoreOne(doc: Y.Doc, from: Y.Doc, given: { root: string; id: string; scribe: Scribe }): boolean {
  const { root, id, scribe } = given
  if (doc.getMap(root).has(id) || !(from.getMap(root).get(id) instanceof Y.Map)) return false
  restoreFields(doc.getMap(root), from.getMap(root), id, scribe)
  restoreWords(doc.getMap(TEXTS), from.getMap(TEXTS), id, scribe)
  settleAgain(doc, id, surroundingsOf(from, id))
  return true
}

function restoreFields(now: Y.Map<unknown>, then: Y.Map<unknown>, id: string, scribe: Scribe): void {
  const old = then.get(id)
  if (!(old instanceof Y.Map)) return
  if (!(now.get(id) instanceof Y.Map)) scribe.as(writerOf(then, id), () => now.set(id, new Y.Map()))
  const record = now.get(id) as Y.Map<unknown>
  for (const field of [...record.keys()]) if (!old.has(field)) record.delete(field)
  for (const [field, value] of old.entries()) {
    if (value instanceof Y.AbstractType || isDeepStrictEqual(record.get(field), value)) continue
    scribe.as(writerOf(old, field), () => record.set(field, value))
  }
}

const isWordy = (text: unknown): boolean => text instanceof Y.Text || isRichText(text)

function restoreWords(now: Y.Map<unknown>, then: Y.Map<unknown>, id: string, scribe: Scribe): void {
  if (restoreRich(now, then, id, scribe)) return
  const old = then.get(id)
  if (!(old instanceof Y.Text)) return
  if (!(now.get(id) instanceof Y.Text)) scribe.as(writerOf(then, id), () => now.set(id, new Y.Text()))
  const text = now.get(id) as Y.Text
  const { start, removed, inserted } = editBetween(text.toString(), old.toString())
  if (removed > 0) text.delete(start, removed)
  let at = start
  for (const { client, text: piece } of cut(runsOf(old), start, start + inserted.length)) {
    scribe.as(client, () => text.insert(at, piece))
    at += piece.length
  }
}

/** The runs between two offsets of the text they make up. */
function cut(runs: readonly Run[], start: number, end: number): Run[] {
  let at = 0
  return runs.flatMap(({ client, text }) => {
    const piece = text.slice(Math.max(0, start - at), Math.max(0, end - at))
    at += text.length
    return piece ? [{ client, text: piece }] : []
  })
}
