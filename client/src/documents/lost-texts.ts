import { Board } from '@meydan/shared/documents/board/board'
import { byOrder } from '@meydan/shared/documents/order'
import * as Y from 'yjs'
import type { Committed } from './committed.ts'

/** Words that were written here and are nowhere else. */
export type LostText = { id: string; kind: 'note' | 'frame'; text: string }

/**
 * The notes and frame titles of a board that hold uncommitted words, in full, as they were seen. `ownOnly`: nothing
 * but the uncommitted words themselves, where the rest may have been erased on the server on purpose.
 */
export function lostTexts(doc: Y.Doc, committed: Committed, { ownOnly = false } = {}): LostText[] {
  const board = new Board(doc)
  const before = committed.snapshot()
  const lost: LostText[] = []
  for (const { id } of board.notes.all().sort(byOrder)) {
    const own = ownWords(board.texts.get(id), before)
    if (own) lost.push({ id, kind: 'note', text: ownOnly ? own : board.textOf(id) })
  }
  for (const { id, title } of board.frames.all().sort(byOrder)) {
    const record = doc.getMap('frames').get(id) as Y.Map<unknown>
    if (title.trim() && Y.typeMapGetSnapshot(record, 'title', before) !== title) {
      lost.push({ id, kind: 'frame', text: title })
    }
  }
  return lost
}

/** Leaves out what the server turned out to have after all. */
export function withoutStored(texts: readonly LostText[], fresh: Y.Doc): LostText[] {
  const board = new Board(fresh)
  return texts.filter(({ id, kind, text }) =>
    kind === 'note' ? board.textOf(id) !== text : board.frames.get(id)?.title !== text,
  )
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
