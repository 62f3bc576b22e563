import { deleteDraft, putDraft, readWriting } from '@meydan/shared/contracts/writing'
import { computed, onScopeDispose, shallowReactive, watch } from 'vue'
import { ApiError, call } from '../../api.ts'
import { dropUnsent, keepUnsent, stepsWithUnsent, unsentAt } from '../../documents/unsent.ts'
import { onRoomTopic } from '../../live.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { useTopic } from '../../workshop/useTopic.ts'
import { type Card, DraftBook } from './draft-book.ts'

/** Words that never reached the server, of this step or an earlier one. */
export type Unsent = { book: DraftBook; card: Card }

/** The room's private writing as this person may know it, and their own notes, kept until the server has them. */
export function useWriting() {
  const { room, may } = useWorkshop()
  const roomId = room.value.id
  const seatId = room.value.mySeat.id
  const books = shallowReactive(new Map<string, DraftBook>())
  const topic = useTopic(roomId, 'writing', async () => {
    const askedAt = performance.now()
    return { ...(await call(readWriting, { params: { roomId } })), askedAt }
  })
  const round = computed(() => topic.data.value?.round ?? null)
  const mayDraft = computed(() => may('note.draft'))

  function bookOf(stepId: string): DraftBook {
    const place = { seatId, stepId }
    const at = (noteId: string) => ({ roomId, stepId, noteId })
    const known = books.get(stepId)
    if (known) return known
    const book = new DraftBook({
      put: (id, body) => call(putDraft, { params: at(id), body }),
      remove: (id) => call(deleteDraft, { params: at(id) }),
      codeOf: (error) => (error instanceof ApiError ? error.code : 'internal'),
      keep: (note) => keepUnsent(place, note),
      drop: (id) => dropUnsent(place, id),
      waiting: unsentAt(place),
      isOver: () => void topic.reload(),
    })
    books.set(stepId, book)
    return book
  }

  watch(
    topic.data,
    (answer) => {
      if (!answer || !mayDraft.value) return
      const { round: now, mine, askedAt } = answer
      if (now) bookOf(now.stepId).follow({ open: now.open, revealed: now.revealedAt !== null, mine, askedAt })
      for (const stepId of stepsWithUnsent(seatId)) bookOf(stepId)
      // Of steps that are over something may still wait: it is tried once more, then offered to be copied.
      for (const [stepId, book] of books) {
        if (stepId !== now?.stepId) book.follow({ open: false, revealed: true, mine: [], askedAt })
      }
    },
    { immediate: true },
  )

  const book = computed(() => (round.value && mayDraft.value ? (books.get(round.value.stepId) ?? null) : null))
  const unsent = computed((): Unsent[] => {
    const past = [...books.values()].filter((one) => one !== book.value || round.value?.revealedAt)
    return past.flatMap((one) => one.cards.filter(isLeftOver).map((card) => ({ book: one, card })))
  })

  function goOn(): void {
    for (const one of books.values()) one.flush()
    void topic.reload()
  }
  window.addEventListener('online', goOn)
  onScopeDispose(() => window.removeEventListener('online', goOn))
  onScopeDispose(onRoomTopic(roomId, 'attendance', () => void topic.reload()))
  onScopeDispose(() => {
    for (const one of books.values()) one.flush()
  })

  return { topic, round, mayDraft, book, unsent }
}

function isLeftOver({ state, text }: Card): boolean {
  return text.trim() !== '' && (state === 'unsent' || state === 'refused' || state === 'unsaved')
}
