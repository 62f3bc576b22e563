import { byOrder } from '@meydan/shared/documents/order'
import * as Y from 'yjs'
import type { Committed } from './committed.ts'
import { type LostText, type WordField, wordy, wordyKinds } from './lost-text.ts'

/**
 * The words of a board or plan that are uncommitted, in full, as they were seen: of notes, shapes and actions, and in
 * the fields of everything that has any. `ownOnly`: nothing but the uncommitted words themselves, where the rest may
 * have been erased on the server on purpose.
 */
export function lostTexts(doc: Y.Doc, committed: Committed, { ownOnly = false } = {}): LostText[] {
  const before = committed.snapshot()
  const texts = doc.getMap('texts')
  const lost: LostText[] = []
  for (const kind of wordyKinds) {
    const { root, fields } = wordy[kind]
    for (const { id, record } of recordsOf(doc, root)) {
      const own = ownWords(texts.get(id), before)
      if (own) lost.push({ id, kind, text: ownOnly ? own : allWords(texts.get(id)) })
      for (const field of fields as readonly WordField[]) {
        const text = wordsIn(record, field)
        if (!text.trim() || Y.typeMapGetSnapshot(record, field, before) === text) continue
        lost.push({ id, kind, text, field })
      }
    }
  }
  return lost
}

/** Leaves out what the server turned out to have after all. */
export function withoutStored(texts: readonly LostText[], fresh: Y.Doc): LostText[] {
  return texts.filter(({ id, kind, text, field }) => {
    const stored = fresh.getMap(field ? wordy[kind].root : 'texts').get(id)
    if (!field) return allWords(stored) !== text
    return !(stored instanceof Y.Map) || wordsIn(stored, field) !== text
  })
}

type Stored = { id: string; order: string; record: Y.Map<unknown> }

function recordsOf(doc: Y.Doc, root: string): Stored[] {
  const records: Stored[] = []
  for (const [id, record] of doc.getMap(root)) {
    if (record instanceof Y.Map) records.push({ id, order: wordsIn(record, 'order'), record })
  }
  return records.sort(byOrder)
}

function wordsIn(record: Y.Map<unknown>, field: string): string {
  const value = record.get(field)
  return typeof value === 'string' ? value : ''
}

/** The words of a text; of a rich one those of each line, one after the other. */
const allWords = (text: unknown): string =>
  linesOf(text, (line) => (line.toDelta() as Delta[]).map(({ insert }) => insert).join(''))

/** The words in a text that `before` didn't have; places that lie apart come as lines of their own. */
const ownWords = (text: unknown, before: Y.Snapshot): string => linesOf(text, (line) => ownWordsIn(line, before))

function linesOf(text: unknown, read: (line: Y.Text) => string): string {
  if (text instanceof Y.Text) return read(text)
  if (!(text instanceof Y.XmlFragment)) return ''
  const lines = text.toArray().map((part) => linesOf(part, read))
  return lines.filter(Boolean).join('\n')
}

function ownWordsIn(text: Y.Text, before: Y.Snapshot): string {
  const runs: string[] = []
  let follows = false
  for (const { insert, attributes } of text.toDelta(undefined, before) as Delta[]) {
    const isOwn = attributes?.ychange?.type === 'added' && typeof insert === 'string'
    if (isOwn) runs.push((follows ? (runs.pop() ?? '') : '') + insert)
    follows = isOwn
  }
  return runs.filter((run) => run.trim()).join('\n')
}

type Delta = { insert: unknown; attributes?: { ychange?: { type: string } } }
