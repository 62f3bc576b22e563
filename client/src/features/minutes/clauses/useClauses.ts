import { type ClauseStanceKind, type ClauseView, readClauses, speakToClause } from '@meydan/shared/contracts/minutes'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { type ComputedRef, computed, inject, type InjectionKey, onScopeDispose, provide, shallowRef, watch } from 'vue'
import { call } from '../../../api.ts'
import { useTopic } from '../../../workshop/useTopic.ts'
import type { MinutesContext } from '../minutes-context.ts'

type Known = ReplyOf<typeof readClauses>

/** The rows that clauses are read from are made a moment after the last word was written. */
const AFTER_WRITING_MS = 3_000

export type Clauses = {
  /** Clauses of the text in its order: their ids, and what they say now. */
  inText: Readonly<ComputedRef<readonly { id: string; words: string }[]>>
  known: ComputedRef<Known | null>
  error: ComputedRef<unknown>
  clauseOf: (id: string) => ClauseView | undefined
  /** § 1 is the first. */
  numberOf: (id: string) => number
  speak: (id: string, said: { kind: ClauseStanceKind | null; reason: string; words: string }) => Promise<void>
  reload: () => Promise<void>
}

const key: InjectionKey<Clauses> = Symbol('clauses')

export function useClauses(): Clauses {
  const clauses = inject(key)
  if (!clauses) throw new Error('no minutes are open here')
  return clauses
}

/** The clauses of open minutes, and where organisations stand to them; nothing is asked while the text has none. */
export function provideClauses({ room, documentId, editor }: MinutesContext): Clauses {
  const params = { roomId: room.value.id, documentId }
  const found = shallowRef<readonly { id: string; words: string }[]>([])
  const inText = computed(() => found.value)
  const hasAny = computed(() => found.value.length > 0)
  const topic = useTopic<Known | null>(room.value.id, 'clauses', async () =>
    hasAny.value ? call(readClauses, { params }) : null,
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))

  function read(): void {
    const now: { id: string; words: string }[] = []
    editor.value?.state.doc.forEach((node) => {
      const id: unknown = node.attrs['id']
      if (node.type.name !== 'clause' || typeof id !== 'string' || now.some((one) => one.id === id)) return
      now.push({ id, words: node.textBetween(0, node.content.size, '\n', '\n').trim() })
    })
    if (JSON.stringify(now) === JSON.stringify(found.value)) return
    found.value = now
    clearTimeout(timer)
    timer = setTimeout(() => void topic.reload(), AFTER_WRITING_MS)
  }
  watch(
    editor,
    (made) => {
      read()
      made?.on('update', read)
    },
    { immediate: true },
  )
  watch(hasAny, (any) => any && void topic.reload())

  const known = computed(() => topic.data.value)
  const clauses: Clauses = {
    inText,
    known,
    error: computed(() => topic.error.value),
    clauseOf: (id) => known.value?.clauses.find((clause) => clause.id === id),
    numberOf: (id) => found.value.findIndex((clause) => clause.id === id) + 1,
    async speak(clauseId, body) {
      topic.adopt(await call(speakToClause, { params: { ...params, clauseId }, body }))
    },
    reload: topic.reload,
  }
  provide(key, clauses)
  return clauses
}
