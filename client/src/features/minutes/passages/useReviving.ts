import { moveThread, type PassagePin } from '@meydan/shared/contracts/threads'
import { revivedEnds } from '@meydan/shared/documents/minutes/passage'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type * as Y from 'yjs'
import { ApiError, call, type ClientErrorCode } from '../../../api.ts'
import { unsavedDocuments } from '../../../threads/unsaved-words.ts'

const AGAIN_MS = 5_000
const passing: ReadonlySet<ClientErrorCode> = new Set(['offline', 'unavailable', 'busy', 'slow_down', 'internal'])

type Given = { roomId: string; documentId: string; body: () => Y.XmlFragment | null; undo: Y.UndoManager }

/**
 * Whoever takes the deletion of a passage back gives its thread its words again: they are other characters for everybody
 * else. Told to the server once these are saved; what it refuses is left as it is, which is what others see.
 */
export function useReviving({ roomId, documentId, body, undo }: Given, pins: Readonly<Ref<readonly PassagePin[]>>) {
  /** Also those that are gone by now. */
  const known = new Map<string, PassagePin>()
  const isDue = shallowRef(false)
  let again: ReturnType<typeof setTimeout> | undefined

  function popped(): void {
    isDue.value = true
  }

  async function move(): Promise<void> {
    clearTimeout(again)
    const text = body()
    isDue.value = false
    for (const { threadId, ...pin } of text ? known.values() : []) {
      const ends = revivedEnds(text!, pin)
      if (!ends) continue
      const params = { roomId, threadId }
      await call(moveThread, { params, body: ends }).catch((error: unknown) => {
        if (error instanceof ApiError && !passing.has(error.code)) known.delete(threadId)
        else again = setTimeout(popped, AGAIN_MS)
      })
    }
  }

  undo.on('stack-item-popped', popped)
  onScopeDispose(() => {
    undo.off('stack-item-popped', popped)
    clearTimeout(again)
  })
  watch(pins, (now) => now.forEach((pin) => known.set(pin.threadId, pin)), { immediate: true })
  watch(
    () => isDue.value && !unsavedDocuments.has(documentId),
    (isTime) => isTime && void move(),
  )
}
