import { listVersions } from '@meydan/shared/contracts/history'
import type { Board } from '@meydan/shared/documents/board/board'
import { computed, nextTick, onScopeDispose, shallowRef, watch } from 'vue'
import { call } from '../../../api.ts'
import { useLoad } from '../../../ui/useLoad.ts'
import type { BoardContext } from '../board-context.ts'
import { type Moment, NOW } from './history-time.ts'
import { openVersion, versionStore } from './open-version.ts'

/** Whoever drags the slider across a hundred versions means the one they stop at. */
const SETTLE_MS = 140

/** The moments of a board, which of them is chosen, and the board of the one that is shown: the last that arrived. */
export function useMoments({ room, documentId, board: live }: BoardContext) {
  const of = { roomId: room.value.id, documentId }
  const list = useLoad(() => call(listVersions, { params: of }))
  const store = versionStore(of)
  const moments = computed<Moment[]>(() => [
    ...(list.data.value?.versions ?? []).map((version) => ({ id: version.id, version })).reverse(),
    NOW,
  ])
  const chosenId = shallowRef(NOW.id)
  const position = computed({
    get: () => {
      const at = moments.value.findIndex(({ id }) => id === chosenId.value)
      return at < 0 ? moments.value.length - 1 : at
    },
    set: (at) => {
      chosenId.value = moments.value[Math.min(Math.max(at, 0), moments.value.length - 1)]!.id
    },
  })
  const chosen = computed(() => moments.value[position.value]!)
  const shown = shallowRef<{ moment: Moment; board: Board }>({ moment: NOW, board: live })
  const error = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  let latest = 0
  let settling: ReturnType<typeof setTimeout> | undefined

  function show(moment: Moment, board: Board): void {
    const before = shown.value.board
    shown.value = { moment, board }
    // Whoever shows it lets go of it first.
    if (before !== live) void nextTick(() => before.doc.destroy())
  }

  async function load(moment: Moment): Promise<void> {
    const mine = ++latest
    error.value = null
    loading.value = true
    try {
      const bytes = await store.fetch(moment.id)
      if (mine === latest) show(moment, openVersion(bytes))
    } catch (caught) {
      if (mine === latest) error.value = caught
    }
    if (mine !== latest) return
    loading.value = false
    if (error.value === null) prefetch()
  }

  /** What comes next is most likely beside; a failure shows when it is asked for. */
  function prefetch(): void {
    for (const at of [position.value - 1, position.value + 1]) {
      const { version, id } = moments.value[at] ?? NOW
      if (version) store.fetch(id).catch(() => {})
    }
  }

  function bring(): void {
    clearTimeout(settling)
    const moment = chosen.value
    if (moment.version && moment.id !== shown.value.moment.id) {
      if (store.isHere(moment.id)) void load(moment)
      else {
        latest += 1
        loading.value = true
        settling = setTimeout(() => void load(moment), SETTLE_MS)
      }
      return
    }
    latest += 1
    loading.value = false
    error.value = null
    if (!moment.version && shown.value.moment.version) show(NOW, live)
  }

  watch(() => chosen.value.id, bring)
  onScopeDispose(() => {
    latest += 1
    clearTimeout(settling)
    if (shown.value.board !== live) shown.value.board.doc.destroy()
  })

  return { list, moments, position, chosen, chosenId, shown, loading, error, retry: bring }
}
