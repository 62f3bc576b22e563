import { Board, rootOf } from '@meydan/shared/documents/board/board'
import type { Item } from '@meydan/shared/documents/board/records'
import { byOrder } from '@meydan/shared/documents/order'
import * as Y from 'yjs'
import type { Committed } from './committed.ts'
import { type LostText, type WordField, wordFields, wordyKinds } from './lost-text.ts'

/**
 * The words of a board that are uncommitted, in full, as they were seen: notes, shapes, titles, labels, descriptions of
 * pictures, what notes and themes say of themselves. `ownOnly`: nothing but the uncommitted words themselves, where the
 * rest may have been erased on the server on purpose.
 */
export function lostTexts(doc: Y.Doc, committed: Committed, { ownOnly = false } = {}): LostText[] {
  const board = new Board(doc)
  const before = committed.snapshot()
  const lost: LostText[] = []
  for (const kind of wordyKinds) {
    for (const item of board.items(kind).sort(byOrder)) {
      const { id } = item
      const own = ownWords(board.texts.get(id), before)
      if (own) lost.push({ id, kind, text: ownOnly ? own : board.textOf(id) })
      const record = doc.getMap(rootOf[kind]).get(id)
      for (const field of wordFields) {
        const text = wordsIn(item, field)
        if (!(record instanceof Y.Map) || !text.trim() || Y.typeMapGetSnapshot(record, field, before) === text) continue
        lost.push({ id, kind, text, field })
      }
    }
  }
  return lost
}

/** Leaves out what the server turned out to have after all. */
export function withoutStored(texts: readonly LostText[], fresh: Y.Doc): LostText[] {
  const board = new Board(fresh)
  return texts.filter(({ id, kind, text, field }) => {
    if (!field) return board.textOf(id) !== text
    const stored = board.collectionOf(kind).get(id)
    return !stored || wordsIn(stored, field) !== text
  })
}

function wordsIn(item: Item, field: WordField): string {
  return field in item ? String((item as unknown as Record<WordField, unknown>)[field]) : ''
}

/** The words in a text that `before` didn't have; places that lie apart come as lines of their own. */
function ownWords(text: unknown, before: Y.Snapshot): string {
  if (!(text instanceof Y.Text)) return ''
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
