import { type EvidenceSource, readEvidence } from '@meydan/shared/contracts/plans'
import type { Source } from '@meydan/shared/documents/plan/records'
import { useDocumentVisibility } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { call } from '../../../api.ts'
import { useTopic } from '../../../workshop/useTopic.ts'
import { usePlanContext } from '../plan-context.ts'

/** The server reads a document up to two seconds after its last change; then it is asked less and less often. */
const ASK_AGAIN_MS = [600, 900, 1_200, 2_000, 3_000]

/** A source as the plan has it, and what the server knows of it: not yet anything while it was only just added. */
export type ShownSource = { source: Source; known: EvidenceSource | null }

/**
 * What an action came from and what came of it. Which sources there are is the plan's word, so that adding and removing
 * one shows at once; what they say is the server's.
 */
export function useEvidence(actionId: () => string) {
  const { documentId, data, room } = usePlanContext()
  const roomId = room.value.id
  // A vote that closes adds to what is known.
  const {
    data: answer,
    error,
    loading,
    reload,
  } = useTopic(roomId, 'votes', async () => {
    const asked = actionId()
    const params = { roomId, documentId, actionId: asked }
    return { asked, ...(await call(readEvidence, { params })) }
  })
  const current = computed(() => (answer.value?.asked === actionId() ? answer.value : null))

  const sources = computed((): readonly ShownSource[] => {
    const known = new Map(current.value?.sources.map((source) => [source.sourceId, source]))
    const held = data.viewOf(actionId())?.sources ?? []
    const shown = held.map((source) => ({ source, known: known.get(source.id) ?? null }))
    const order = [...known.keys()]
    const place = ({ source }: ShownSource) => order.indexOf(source.id) + 1 || order.length + 1
    return shown.sort((a, b) => place(a) - place(b))
  })
  const pending = computed(() => sources.value.filter(({ known }) => known === null).length)

  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  function askAgain(): void {
    clearTimeout(timer)
    if (pending.value === 0 || error.value) return
    const wait = ASK_AGAIN_MS[Math.min(asked, ASK_AGAIN_MS.length - 1)]
    asked += 1
    timer = setTimeout(() => void reload(), wait)
  }
  watch(answer, askAgain)
  watch(pending, (now, before = 0) => {
    if (now > before) asked = 0
    askAgain()
  })
  watch(actionId, () => void reload())
  // Whoever comes back from a board may have changed there what is said here.
  watch(useDocumentVisibility(), (now) => now === 'visible' && void reload())
  onScopeDispose(() => clearTimeout(timer))

  return { answer: current, sources, pending, error, loading, reload }
}
