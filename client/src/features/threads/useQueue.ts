import { addComment, startThread } from '@meydan/shared/contracts/threads'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowReadonly, shallowRef, watch } from 'vue'
import { ApiError, call } from '../../api.ts'
import { gathered } from '../../gathered.ts'
import { onRoomTopic } from '../../live.ts'
import { keepWords, keptWords } from '../../threads/kept-words.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { useShared } from '../../workshop/useShared.ts'
import { isAboutUnsaved, unsavedDocuments } from '../../threads/unsaved-words.ts'
import { afterArrival, askedAnew, nextToSend, type Queued, readQueue, refusalOf, withEntry } from './queue.ts'

const AGAIN_MS = 5_000

type Answer = ReplyOf<typeof addComment>
export type CommentQueue = {
  queue: Readonly<ShallowRef<readonly Queued[]>>
  /** What arrived last, and the thread as it is since then. */
  arrived: Readonly<ShallowRef<{ entry: Queued; answer: Answer } | null>>
  /** Sends it now, or as soon as there is a network. */
  send: (entry: Queued) => void
  retry: (id: string) => void
  discard: (id: string) => void
}

/**
 * Comments on their way, of one person in one room. They are kept until the server says that it has them; each under the
 * id it was written with, so that what is sent again after a lost answer is there once.
 */
export function useQueue(): CommentQueue {
  const { room } = useWorkshop()
  const roomId = room.value.id
  const key = `${room.value.mySeat.id}.queue ${roomId}`
  return useShared(`comment queue ${key}`, () => {
    // What the server knew no words of may have been saved since, before this began to listen.
    const queue = shallowRef<readonly Queued[]>(askedAnew(readQueue(keptWords(key)), isAboutUnsaved))
    const arrived = shallowRef<CommentQueue['arrived']['value']>(null)
    let again: ReturnType<typeof setTimeout> | undefined

    function keep(next: readonly Queued[]): void {
      queue.value = next
      keepWords(key, next.length > 0 ? JSON.stringify(next) : null)
    }
    const next = () => nextToSend(queue.value, isAboutUnsaved)
    const flush = gathered(async () => {
      clearTimeout(again)
      for (let entry = next(); entry; entry = next()) {
        try {
          const answer = await sendOne(roomId, entry)
          keep(afterArrival(queue.value, entry, answer.thread.id))
          arrived.value = { entry, answer }
        } catch (error) {
          const problem = refusalOf(error instanceof ApiError ? error.code : 'offline')
          // Taken back meanwhile, it is not to come again.
          const isThere = queue.value.some(({ id }) => id === entry?.id)
          if (problem !== null && isThere) keep(withEntry(queue.value, { ...entry, problem }))
          if (problem !== null) continue
          again = setTimeout(() => void flush(), AGAIN_MS)
          return
        }
      }
    })

    useEventListener(window, 'online', () => void flush())
    // Another window of this person sent it, or wrote more.
    useEventListener(window, 'storage', ({ key: changed }) => {
      if (changed?.endsWith(key)) queue.value = readQueue(keptWords(key))
    })
    // What was written on this device before it was opened again is known to the server only now.
    watch(
      () => [...unsavedDocuments],
      (now, before) => {
        if (before.every((id) => now.includes(id))) return
        keep(askedAnew(queue.value, isAboutUnsaved))
        void flush()
      },
    )
    onScopeDispose(onRoomTopic(roomId, 'threads', () => void flush()))
    onScopeDispose(() => clearTimeout(again))
    void flush()
    return {
      queue: shallowReadonly(queue),
      arrived: shallowReadonly(arrived),
      send(entry) {
        keep(withEntry(queue.value, entry))
        void flush()
      },
      retry(id) {
        keep(queue.value.map((one) => (one.id === id ? { ...one, problem: null } : one)))
        void flush()
      },
      discard: (id) => keep(queue.value.filter((one) => one.id !== id)),
    }
  })
}

function sendOne(roomId: string, { id, target, text, attachments }: Queued): Promise<Answer> {
  const comment = { id, text, attachments: attachments.map((attachment) => attachment.id) }
  if (target.kind === 'new') {
    return call(startThread, { params: { roomId }, body: { anchor: target.anchor, comment } })
  }
  return call(addComment, { params: { roomId, threadId: target.threadId }, body: { comment } })
}
