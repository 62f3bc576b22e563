import type { PassagePin } from '@meydan/shared/contracts/threads'
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { rangeOf } from './passage-places.ts'

export const passagesKey = new PluginKey<DecorationSet>('passages')

type Given = {
  pins: () => readonly PassagePin[]
  /** The thread that is shown beside the text. */
  shown: () => string | null
  show: (threadId: string) => void
  comment: () => void
}

/** Marks the passages that are talked about; a click leads to the thread, Ctrl+Alt+M to it or to a new one. */
export function passages({ pins, shown, show, comment }: Given): Extension {
  const marked = (state: EditorState) => {
    const open = pins().filter(({ isOpen, threadId }) => isOpen || threadId === shown())
    const marks = open.flatMap((pin) => {
      const range = rangeOf(state, pin)
      if (!range) return []
      const name = pin.threadId === shown() ? 'passage shown' : 'passage'
      return Decoration.inline(range.from, range.to, { class: name, 'data-passage': pin.threadId }, pin)
    })
    return DecorationSet.create(state.doc, marks)
  }
  const threadAt = (state: EditorState, at: number) =>
    (passagesKey.getState(state)?.find(at, at).at(-1)?.spec as PassagePin | undefined)?.threadId
  return Extension.create({
    name: 'passages',
    addKeyboardShortcuts: () => ({
      'Mod-Alt-m': ({ editor }) => {
        const { state } = editor
        const threadId = state.selection.empty ? threadAt(state, state.selection.from) : undefined
        if (threadId) {
          // By keyboard one goes there oneself.
          editor.view.dom.blur()
          show(threadId)
        } else comment()
        return true
      },
    }),
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key: passagesKey,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, before, _was, state) {
            if (transaction.getMeta(passagesKey) || transaction.getMeta(ySyncPluginKey)) return marked(state)
            return before.map(transaction.mapping, transaction.doc)
          },
        },
        props: {
          decorations: (state) => passagesKey.getState(state),
          handleClick(view, at) {
            const threadId = view.state.selection.empty ? threadAt(view.state, at) : undefined
            if (!threadId) return false
            // The browser tells of the caret a frame later: marking what is shown would put it back to where it was.
            view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)))
            show(threadId)
            return false
          },
        },
      }),
    ],
  })
}
