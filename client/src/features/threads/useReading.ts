import { type CommentView, markThreadRead, type ThreadView } from '@meydan/shared/contracts/threads'
import { useDocumentVisibility, useIntersectionObserver } from '@vueuse/core'
import { type Ref, ref, watch } from 'vue'
import { call } from '../../api.ts'

/** At least so much at the foot is covered by the place to answer. */
const COVERED_PX = 96

/**
 * Says that a thread was read once the end of its comments was on the screen, of a window that somebody sees. `end` is
 * what stands behind the last comment.
 */
export function useReading(
  roomId: string,
  end: Readonly<Ref<HTMLElement | null>>,
  thread: Readonly<Ref<ThreadView | null>>,
  comments: Readonly<Ref<readonly CommentView[]>>,
  read: () => void,
) {
  const isSeen = ref(false)
  const visibility = useDocumentVisibility()
  let told = ''
  useIntersectionObserver(
    end,
    ([entry]) => {
      isSeen.value = entry?.isIntersecting ?? false
    },
    { rootMargin: `0px 0px -${COVERED_PX}px 0px` },
  )

  watch(
    () => {
      const last = comments.value.at(-1)
      const isRead = isSeen.value && visibility.value === 'visible' && (thread.value?.unread ?? 0) > 0
      return isRead && last ? last.id : ''
    },
    async (commentId) => {
      if (commentId === '' || commentId === told || !thread.value) return
      told = commentId
      try {
        await call(markThreadRead, { params: { roomId, threadId: thread.value.id }, body: { commentId } })
        read()
      } catch {
        // Unread it stays; it is said again with the next comment, or when the thread is opened again.
        told = ''
      }
    },
    { immediate: true },
  )
  return { isSeen }
}
