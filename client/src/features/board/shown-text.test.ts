import { Board } from '@meydan/shared/documents/board/board'
import { effectScope } from 'vue'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { useBoard } from './useBoard.ts'

it('shows a note without what would mirror its words, and leaves them in the document', () => {
  const board = new Board(new Y.Doc())
  const author = { seat: null, side: 'civil' as const }
  const [id] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'a \u202ecba' }], author)
  effectScope().run(() => {
    const data = useBoard(board)
    expect(data.items.get(id!)?.text).toBe('a cba')
    board.texts.get(id!)?.insert(0, '\u202e')
    expect(data.items.get(id!)?.text).toBe('a cba')
    expect(board.textOf(id!)).toBe('\u202ea \u202ecba')
  })
})
