import { onScopeDispose, watch } from 'vue'
import type * as Y from 'yjs'
import { useSyncStatus } from '../../../documents/sync-status.ts'
import { sameWords } from '../../../threads/same-words.ts'
import { unsavedDocuments } from '../../../threads/unsaved-words.ts'
import { useThreadFocus } from '../../../threads/useThreadFocus.ts'
import { useThreadPins } from '../../../threads/useThreadPins.ts'
import { wantedPassage } from '../../../threads/wanted-passage.ts'
import { useWorkshop } from '../../../workshop/context.ts'
import type { MinutesContext } from '../minutes-context.ts'
import { markAnew, markedIn, passages } from './passages.ts'
import { rangeOf, selectedPassage } from './passage-places.ts'
import { focusText, showRange } from './show-range.ts'
import { useComingBack } from './useComingBack.ts'
import { useReviving } from './useReviving.ts'

export type Passages = ReturnType<typeof usePassages>

/** The threads about passages of open minutes: marked in the text, begun from it, and shown there when asked for. */
export function usePassages({ documentId, editor, minutes }: MinutesContext, undo: Y.UndoManager) {
  const { room, may, panel, narrow } = useWorkshop()
  const pins = useThreadPins(room.value.id, documentId).passages
  const { focus, showThread, begin } = useThreadFocus(room.value.id)
  /** On a phone a thread stands in the place of the text, and is remembered in it afterwards. */
  const shown = () =>
    focus.value?.kind === 'thread' && (panel.value === 'threads' || narrow.value) ? focus.value.threadId : null
  const mayComment = () => may('thread.write') && room.value.archivedAt === null
  /** So that what others write doesn't scroll the text away under whoever reads it. */
  let brought: string | null = null

  function comment(): void {
    const passage = mayComment() && editor.value ? selectedPassage(editor.value.state) : null
    if (!passage) return
    const { words, ...ends } = passage
    begin({ kind: 'passage', documentId, ...ends }, words)
  }

  watch([editor, pins, shown], ([made, , threadId]) => {
    if (!made || made.isDestroyed) return
    made.view.dispatch(markAnew(made.state))
    const marked = markedIn(made.state)
    const mine = marked.find(({ pin }) => pin.threadId === threadId)
    const around = mine ? marked.filter(({ from, to }) => from < mine.to && mine.from < to) : []
    sameWords.value = around.length > 1 ? around.map(({ pin }) => pin.threadId) : []
    if (mine && brought !== threadId) showRange(made.view, mine)
    brought = mine ? threadId : null
  })
  watch(
    // Until the editor has taken over the text there are no places in it; the pins come afterwards.
    [editor, wantedPassage, pins],
    ([made, wanted]) => {
      if (!made || wanted?.documentId !== documentId) return
      const range = rangeOf(made.state, wanted)
      if (!range) return
      wantedPassage.value = null
      made.commands.setTextSelection(range)
      focusText(made.view)
      showRange(made.view, range)
    },
    { flush: 'post' },
  )
  watchUnsaved(documentId)
  useComingBack({ documentId, editor }, pins)
  useReviving({ roomId: room.value.id, documentId, body: () => minutes.body, undo }, pins)
  onScopeDispose(() => {
    sameWords.value = []
  })
  return {
    pins,
    shown,
    mayComment,
    comment,
    show: showThread,
    extension: () => passages({ pins: () => pins.value, shown, show: showThread, comment }),
  }
}

/** Left before it is saved, a document stays so until it is open again. */
function watchUnsaved(documentId: string): void {
  watch(
    useSyncStatus(),
    (status) => {
      if (!status) return
      if (status.pendingChanges > 0) unsavedDocuments.add(documentId)
      else unsavedDocuments.delete(documentId)
    },
    // The start of a thread about words that were just typed may follow at once.
    { immediate: true, flush: 'sync' },
  )
}
