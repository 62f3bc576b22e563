import { overlaps, type Rect } from '@meydan/shared/documents/board/geometry'
import { defineComponent, nextTick, onBeforeUnmount } from 'vue'
import { onRoomTopic } from '../../live.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { type BoardContext, useBoardContext } from './board-context.ts'
import { visibleRect } from './viewport.ts'

/** So close together the word that something was revealed and the notes themselves come: by two sockets, in any order. */
const TOGETHER_MS = 5_000
const SETTLED_MS = 700

/** The notes of boards left on this page, as they were then. */
const leftWith = new Map<string, ReadonlySet<string>>()

/**
 * What was revealed or brought back from tables comes beside what is there, often where nobody looks: who has nothing of
 * it in sight is told, with the way there. So is who comes back to a board on which there is more since. Draws nothing.
 */
export default defineComponent(() => {
  const context = useBoardContext()
  const { board, room, documentId, toasts, t } = context
  const workshop = useWorkshop()
  const known = new Set(board.notes.all().map(({ id }) => id))
  const before = leftWith.get(documentId) ?? known
  const arrived = new Map<string, number>()
  let toldAt = Number.NEGATIVE_INFINITY
  let settling: ReturnType<typeof setTimeout> | undefined

  function tell(ids: readonly string[]): void {
    const count = ids.length
    const isHidden = (workshop.narrow.value && workshop.panel.value !== null) || context.panel.value === 'history'
    if (count === 0 || (!isHidden && isAnyInSight(context, ids))) return
    toasts.say(t('board.arrived.text', { count }), {
      label: t('board.arrived.show', { count }),
      run: () => void show(ids),
    })
  }

  async function show(ids: readonly string[]): Promise<void> {
    if (workshop.narrow.value) workshop.panel.value = null
    if (context.panel.value === 'history') context.panel.value = null
    const first = context.data.order.value.find((id) => ids.includes(id))
    if (!first) return
    await nextTick()
    if (context.mode.value === 'list') context.sought.value = { id: first, focus: true }
    else {
      context.viewport.fit(rectsOf(context, ids))
      context.focus(first)
    }
  }

  function settle(): void {
    clearTimeout(settling)
    settling = setTimeout(() => {
      const since = performance.now() - TOGETHER_MS
      for (const [id, at] of arrived) if (at < since) arrived.delete(id)
      if (toldAt < since) return
      tell([...arrived.keys()].filter((id) => context.data.viewOf('note', id)?.text.trim()))
      arrived.clear()
    }, SETTLED_MS)
  }

  function heard(): void {
    toldAt = performance.now()
    settle()
  }

  const stops = [
    onRoomTopic(room.value.id, 'writing', heard),
    onRoomTopic(room.value.id, 'tables', heard),
    onRoomTopic(room.value.id, 'meeting', heard),
    board.notes.observe((ids, { local }) => {
      if (local) return
      for (const id of ids) if (!known.has(id) && board.notes.has(id)) arrived.set(id, performance.now())
      for (const id of ids) known.add(id)
      settle()
    }),
  ]
  const looking = setTimeout(() => tell([...known].filter((id) => !before.has(id))), SETTLED_MS)
  onBeforeUnmount(() => {
    clearTimeout(looking)
    clearTimeout(settling)
    for (const stop of stops) stop()
    leftWith.set(documentId, known)
  })
  return () => null
})

function isAnyInSight(context: BoardContext, ids: readonly string[]): boolean {
  if (context.mode.value === 'list') return ids.some(isRowInSight)
  const seen = visibleRect(context.viewport.now(), context.viewport.size.value)
  return rectsOf(context, ids).some((rect) => overlaps(rect, seen))
}

function isRowInSight(id: string): boolean {
  const row = document.querySelector(`[data-row][data-item="${CSS.escape(id)}"]`)?.getBoundingClientRect()
  return row !== undefined && row.height > 0 && row.bottom > 0 && row.top < window.innerHeight
}

function rectsOf({ data }: BoardContext, ids: readonly string[]): Rect[] {
  return ids.flatMap((id) => data.rectOf(id) ?? [])
}
