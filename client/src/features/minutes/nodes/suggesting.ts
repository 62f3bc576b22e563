import { Extension } from '@tiptap/core'
import { type EditorState, Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { mentionAt } from '../../../threads/mention-text.ts'

/** Where a name is being written, from its `@` on; positions of the document. */
export type Asked = { from: number; to: number; words: string }

/** Who is looked for where the caret stands behind an `@`; null where it doesn't, or something is selected. */
export function askedIn({ selection, doc }: Pick<EditorState, 'selection' | 'doc'>): Asked | null {
  const { $from, empty } = selection
  if (!empty || !$from.parent.isTextblock) return null
  // A name that stands there already is one sign, and no letter.
  const before = doc.textBetween($from.start(), $from.pos, undefined, '\ufffc')
  const found = mentionAt(before, before.length)
  return found && { from: $from.start() + found.from, to: $from.pos, words: found.words }
}

export type Suggesting = {
  look: (view: EditorView) => void
  /** Whether a key was meant for what is offered. */
  takesKey: (event: KeyboardEvent) => boolean
  leave: () => void
}

/** Offers names while an `@` is being written: before all else has a say about these keys. */
export function suggesting({ look, takesKey, leave }: Suggesting): Extension {
  return Extension.create({
    name: 'suggesting',
    priority: 3000,
    addProseMirrorPlugins: () => [
      new Plugin({
        view: () => ({ update: look, destroy: leave }),
        props: {
          handleKeyDown: (view, event) => !view.composing && takesKey(event),
          handleDOMEvents: {
            blur() {
              leave()
              return false
            },
          },
        },
      }),
    ],
  })
}
