import { itemKinds } from '@meydan/shared/documents/board/board'
import { nextTick, onScopeDispose, watch } from 'vue'
import { focusRow, rowElement, stand } from './list-focus.ts'
import { lookAt } from './make-acts.ts'
import { neighbourOf } from './list-tree.ts'
import { shortWords } from './list-words.ts'
import type { List } from './useList.ts'

/**
 * Keeps the keyboard where it is while the board changes: a row that moves keeps the focus, of one that goes its
 * neighbour takes it, and nothing that others do brings the focus anywhere else.
 */
export function useSettled(list: List): void {
  const { context, current, rows } = list
  const { board, data, selection, t, said } = context
  /** Rows others have taken away, until it has been said. */
  const takenByOthers = new Map<string, string>()
  let words = new Map<string, string>()

  const stops = itemKinds.map((type) =>
    board.collectionOf(type).observe((ids, transaction) => {
      if (transaction.local) return
      for (const id of ids) if (!board.typeOf(id)) takenByOthers.set(id, words.get(id) ?? '')
    }),
  )
  onScopeDispose(() => {
    for (const stop of stops) stop()
  })

  function remember(): void {
    words =
      current.value && list.isObject(current.value)
        ? new Map([[current.value, shortWords(context, current.value)]])
        : new Map()
  }

  watch(
    current,
    (id) => {
      remember()
      if (id) lookAt(list, id)
    },
    { immediate: true },
  )

  watch(
    [rows, selection.standing],
    async ([now, standing], [before, stoodBefore]) => {
      const here = document.activeElement
      const hadFocus = here !== null && here.closest('[data-list]') !== null && here.matches('[role=treeitem]')
      const id = current.value
      const isThere = (each: string) => list.shown.value.nodes.has(each)
      if (id !== null && !isThere(id)) {
        const isMeant = standing !== null && standing !== stoodBefore && standing !== data.order.value[0]
        const next = isMeant && isThere(standing) ? standing : neighbourOf(before, id, isThere)
        const was = takenByOthers.get(id)
        current.value = null
        if (next !== null) stand(list, next)
        if (was !== undefined && next !== null && hadFocus) {
          selection.select(list.isObject(next) ? [next] : [])
          said.value = t('board.list.said.goneUnder', { gone: was, next: shortWords(context, next) })
        }
      } else if (standing !== null && standing !== stoodBefore && standing !== id && isThere(standing)) {
        // An act put the focus there; it asked the page to do so, and only the row must be visible.
        if (id !== null || hadFocus) stand(list, standing)
      }
      takenByOthers.clear()
      if (current.value !== null && !now.includes(current.value) && isThere(current.value)) list.reveal(current.value)
      remember()
      if (!hadFocus) return
      await nextTick()
      const lost = document.activeElement === document.body || document.activeElement === null
      if (lost && current.value !== null && rowElement(current.value)) void focusRow(list, current.value)
    },
    { flush: 'pre' },
  )
}
