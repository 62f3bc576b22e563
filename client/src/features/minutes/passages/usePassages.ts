import { watch } from 'vue'
import { useThreadFocus } from '../../../threads/useThreadFocus.ts'
import { useThreadPins } from '../../../threads/useThreadPins.ts'
import { wantedPassage } from '../../../threads/wanted-passage.ts'
import { useWorkshop } from '../../../workshop/context.ts'
import type { MinutesContext } from '../minutes-context.ts'
import { passages, passagesKey } from './passages.ts'
import { rangeOf, selectedPassage } from './passage-places.ts'

/** The threads about passages of open minutes: marked in the text, begun from it, and shown there when asked for. */
export function usePassages({ documentId, editor }: MinutesContext) {
  const { room, may } = useWorkshop()
  const pins = useThreadPins(room.value.id, documentId)
  const { focus, showThread, begin } = useThreadFocus(room.value.id)
  const shown = () => (focus.value?.kind === 'thread' ? focus.value.threadId : null)
  const mayComment = () => may('thread.write') && room.value.archivedAt === null

  function comment(): void {
    const passage = mayComment() && editor.value ? selectedPassage(editor.value.state) : null
    if (!passage) return
    const { words, ...ends } = passage
    begin({ kind: 'passage', documentId, ...ends }, words)
  }

  watch([editor, pins.passages, shown], ([made]) => {
    if (!made || made.isDestroyed) return
    made.view.dispatch(made.state.tr.setMeta(passagesKey, true).setMeta('addToHistory', false))
  })
  watch(
    // Until the editor has taken over the text there are no places in it; the pins come afterwards.
    [editor, wantedPassage, pins.passages],
    ([made, wanted]) => {
      if (!made || wanted?.documentId !== documentId) return
      const range = rangeOf(made.state, wanted)
      if (!range) return
      wantedPassage.value = null
      made.chain().setTextSelection(range).focus().scrollIntoView().run()
    },
    { flush: 'post' },
  )
  return {
    mayComment,
    comment,
    extension: () => passages({ pins: () => pins.passages.value, shown, show: showThread, comment }),
  }
}
