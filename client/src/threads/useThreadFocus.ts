import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { type Ref, shallowReadonly, shallowRef } from 'vue'
import { useWorkshop } from '../workshop/context.ts'
import { useShared } from '../workshop/useShared.ts'

/** What the panel of threads shows: one thread, one that is being begun, or the list. */
export type ThreadFocus =
  | { kind: 'thread'; threadId: string }
  | { kind: 'new'; anchor: ThreadAnchor; words: string }
  | { kind: 'list'; documentId?: string; recordId?: string }

export type ThreadFocusing = {
  /** Null: the list, as it was left. */
  focus: Readonly<Ref<ThreadFocus | null>>
  showThread: (threadId: string) => void
  /** `words`: what it is about, in its own words. */
  begin: (anchor: ThreadAnchor, words: string) => void
  showList: (only?: { documentId: string; recordId?: string }) => void
  /** From one thread back to the list, as it was left. */
  leave: () => void
}

/** Leads to the room's panel of threads; all parts of a room share it. */
export function useThreadFocus(roomId: string): ThreadFocusing {
  const { openPanel } = useWorkshop()
  const focus = useShared(`thread focus ${roomId}`, () => shallowRef<ThreadFocus | null>(null))
  const show = (next: ThreadFocus) => {
    focus.value = next
    openPanel('threads')
  }
  return {
    focus: shallowReadonly(focus),
    showThread: (threadId) => show({ kind: 'thread', threadId }),
    begin: (anchor, words) => show({ kind: 'new', anchor, words }),
    showList: (only = undefined) => show({ kind: 'list', ...only }),
    leave: () => {
      focus.value = null
    },
  }
}
