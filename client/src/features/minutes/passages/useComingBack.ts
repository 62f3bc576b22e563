import type { PassagePin } from '@meydan/shared/contracts/threads'
import { TextSelection } from '@tiptap/pm/state'
import { nextTick, type Ref, watch } from 'vue'
import { useThreadFocus } from '../../../threads/useThreadFocus.ts'
import { useWorkshop } from '../../../workshop/context.ts'
import type { MinutesContext } from '../minutes-context.ts'
import { rangeOf } from './passage-places.ts'
import { focusText, showRange } from './show-range.ts'

/** From the threads' panel, once it is closed, back to the words that were talked about last. */
export function useComingBack(
  { documentId, editor }: Pick<MinutesContext, 'documentId' | 'editor'>,
  pins: Readonly<Ref<readonly PassagePin[]>>,
): void {
  const { room, panel } = useWorkshop()
  const { focus } = useThreadFocus(room.value.id)
  /** One's own selection, where a thread was being begun. */
  let last: PassagePin | 'selection' | null = null

  watch(focus, (now) => {
    if (now?.kind === 'new') {
      last = now.anchor.kind === 'passage' && now.anchor.documentId === documentId ? 'selection' : null
    } else if (now?.kind === 'thread') last = pins.value.find(({ threadId }) => threadId === now.threadId) ?? null
  })
  watch(panel, async (now, before) => {
    const made = editor.value
    if (before !== 'threads' || now !== null || !made || !last) return
    await nextTick()
    // Whoever closed it by going elsewhere is there already.
    if (made.isDestroyed || (document.activeElement && document.activeElement !== document.body)) return
    const { state, view } = made
    const range = last === 'selection' ? state.selection : rangeOf(state, last)
    last = null
    if (!range) return
    const isInside = state.selection.from >= range.from && state.selection.to <= range.to
    if (!isInside) view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, range.from)))
    // On a phone the keyboard would cover what one came to read.
    if (!matchMedia('(pointer: coarse)').matches) focusText(view)
    showRange(view, range)
  })
}
