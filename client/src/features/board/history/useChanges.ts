import { type ChangeView, listChanges } from '@meydan/shared/contracts/history'
import type { Side } from '@meydan/shared/words'
import { computed, onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'
import { call } from '../../../api.ts'
import type { BoardContext } from '../board-context.ts'
import { groupChanges, withAuthors } from './group-changes.ts'

const PAGE = 100
/** How long after somebody's change the list is fetched anew: the server has written it by then. */
const NEWS_AFTER_MS = 2_500

export type ChangeChoice = { seatId: string; side: Side | ''; action: ChangeView['action'] | '' }
export type Changes = ReturnType<typeof useChanges>

/** Who changed what, newest first, a page at a time; new changes come in by themselves while only the first is shown. */
export function useChanges({ room, documentId, board }: BoardContext) {
  const params = { roomId: room.value.id, documentId }
  const choice = shallowReactive<ChangeChoice>({ seatId: '', side: '', action: '' })
  const changes = shallowRef<ChangeView[]>([])
  const next = shallowRef<string | null>(null)
  const loaded = shallowRef(false)
  const loading = shallowRef(false)
  const error = shallowRef<unknown>(null)
  let latest = 0
  let pages = 0
  let news: ReturnType<typeof setTimeout> | undefined

  const query = () => ({
    limit: PAGE,
    ...(choice.seatId && { seatId: choice.seatId }),
    ...(choice.side && { side: choice.side }),
    ...(choice.action && { action: choice.action }),
  })

  async function fetchPage(before: string | null): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const page = await call(listChanges, { params, query: { ...query(), ...(before !== null && { before }) } })
      if (mine !== latest) return
      const found = withAuthors(page.changes, board)
      changes.value = before === null ? found : [...changes.value, ...found]
      pages = before === null ? 1 : pages + 1
      next.value = page.next
      loaded.value = true
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = caught
    }
    if (mine === latest) loading.value = false
  }

  const reload = () => fetchPage(null)
  const more = async () => {
    if (next.value !== null && !loading.value) await fetchPage(next.value)
  }

  watch(
    () => [choice.seatId, choice.side, choice.action],
    () => {
      loaded.value = false
      changes.value = []
      next.value = null
      void reload()
    },
  )
  const onUpdate = () => {
    if (pages > 1) return
    news ??= setTimeout(() => {
      news = undefined
      void reload()
    }, NEWS_AFTER_MS)
  }
  board.doc.on('update', onUpdate)
  onScopeDispose(() => {
    latest += 1
    clearTimeout(news)
    board.doc.off('update', onUpdate)
  })
  void reload()

  return {
    choice,
    groups: computed(() => groupChanges(changes.value)),
    hasMore: computed(() => next.value !== null),
    loaded,
    loading,
    error,
    reload,
    more,
  }
}
