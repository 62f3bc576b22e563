import { type CommentView, readThread, type ThreadView } from '@meydan/shared/contracts/threads'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { computed, ref } from 'vue'
import { ApiError, call } from '../../api.ts'
import { type Topic, useTopic } from '../../workshop/useTopic.ts'

type Read = ReplyOf<typeof readThread>

/** One thread with its comments, kept as the server has it; earlier ones at `earlier`. */
export function useThread(roomId: string, threadId: string) {
  const params = { roomId, threadId }
  const loadingEarlier = ref(false)
  /** How many hundreds are shown. */
  let pages = 1
  const topic: Topic<Read> = useTopic(roomId, 'threads', async () => {
    let all = await call(readThread, { params, query: {} })
    for (let page = 1; page < pages && all.hasEarlier; page += 1) all = before(all, await readBefore(all.comments))
    return all
  })
  const readBefore = (comments: readonly CommentView[]) =>
    call(readThread, { params, query: { before: comments[0]!.id } })

  async function earlier(): Promise<void> {
    const known = topic.data.value
    if (!known?.hasEarlier || loadingEarlier.value) return
    loadingEarlier.value = true
    try {
      const more = await readBefore(known.comments)
      pages += 1
      topic.adopt(before(topic.data.value ?? known, more))
    } finally {
      loadingEarlier.value = false
    }
  }

  return {
    topic,
    thread: computed<ThreadView | null>(() => topic.data.value?.thread ?? null),
    comments: computed<readonly CommentView[]>(() => topic.data.value?.comments ?? []),
    hasEarlier: computed(() => topic.data.value?.hasEarlier ?? false),
    loadingEarlier,
    earlier,
    /** Puts in place what the answer to one's own act told. */
    put(answer: Read): void {
      if (answer.thread.id !== threadId) return
      if (pages === 1) topic.adopt(answer)
      else void topic.reload()
    },
    isGone: computed(() => topic.error.value instanceof ApiError && topic.error.value.code === 'not_found'),
  }
}
export type OneThread = ReturnType<typeof useThread>

function before(known: Read, more: Read): Read {
  const shown = new Set(known.comments.map(({ id }) => id))
  const added = more.comments.filter(({ id }) => !shown.has(id))
  return { ...known, comments: [...added, ...known.comments], hasEarlier: more.hasEarlier }
}
