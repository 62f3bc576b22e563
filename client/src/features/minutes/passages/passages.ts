import type { PassagePin } from '@meydan/shared/contracts/threads'
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { rangeOf } from './passage-places.ts'

const passagesKey = new PluginKey<DecorationSet>('passages')

type Given = {
  pins: () => readonly PassagePin[]
  /** The thread that is shown beside the text. */
  shown: () => string | null
  show: (threadId: string) => void
  comment: () => void
}

/** A passage that is marked, where it stands now. */
export type Marked = { from: number; to: number; pin: PassagePin }

/** The passages that are marked in a text, in its order. */
export function markedIn(state: EditorState): Marked[] {
  const marks = passagesKey.getState(state)?.find(undefined, undefined, (spec) => 'pin' in spec) ?? []
  return marks
    .map(({ from, to, spec }): Marked => ({ from, to, pin: (spec as Pick<Marked, 'pin'>).pin }))
    .sort((a, b) => a.from - b.from || a.to - b.to)
}

/** Of those that hold a place, the shortest: what it is a part of is reached from its thread. */
function innermostAt(state: EditorState, at: number): string | undefined {
  const here = markedIn(state).filter(({ from, to }) => from <= at && at <= to)
  return here.sort((a, b) => a.to - a.from - (b.to - b.from))[0]?.pin.threadId
}

/** The transaction that has the passages marked anew. */
export function markAnew(state: EditorState) {
  return state.tr.setMeta(passagesKey, true).setMeta('addToHistory', false)
}

/** Marks the passages that are talked about; a click leads to the thread, Ctrl+Alt+M to it or to a new one. */
export function passages({ pins, shown, show, comment }: Given): Extension {
  const marked = (state: EditorState) => {
    const open = pins().filter(({ isOpen, threadId }) => isOpen || threadId === shown())
    const found = open.flatMap((pin) => {
      const range = rangeOf(state, pin)
      return range ? { ...range, pin } : []
    })
    return DecorationSet.create(state.doc, decorations(found, shown()))
  }
  return Extension.create({
    name: 'passages',
    addKeyboardShortcuts: () => ({
      'Mod-Alt-m': ({ editor }) => {
        const { state } = editor
        const threadId = state.selection.empty ? innermostAt(state, state.selection.from) : undefined
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
            const threadId = view.state.selection.empty ? innermostAt(view.state, at) : undefined
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

/** What two of them share is marked more strongly. */
function decorations(found: readonly Marked[], shown: string | null): Decoration[] {
  const marks = found.map(({ from, to, pin }) => {
    const name = pin.threadId === shown ? 'passage shown' : 'passage'
    return Decoration.inline(from, to, { class: name, 'data-passage': pin.threadId }, { pin })
  })
  const shared = found.flatMap((one, index) =>
    found.slice(index + 1).flatMap((other) => {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
      return from < to ? Decoration.inline(from, to, { class: 'shared' }) : []
    }),
  )
  return [...marks, ...shared]
}
