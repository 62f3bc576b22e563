import type { PresenceUser } from '@meydan/shared/documents/presence'
import { type AnyExtension, Editor, Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPlugin, ySyncPluginKey } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { carets } from './carets.ts'
import { withoutStyles } from './pasted.ts'
import { mayBecome, richTextSchema } from './editor-schema.ts'

export type RichEditing = {
  /** In a document. */
  text: Y.XmlFragment
  awareness: Awareness
  /** Its steps are the document's, of which this text is a part. */
  undo: Y.UndoManager
  /** See `lengthOf`. */
  max: number
  nameOf: (user: PresenceUser) => string
  attributes: Record<string, string>
  onRefused: (why: 'tooLong' | 'tooDeep') => void
  onUndo: (way: 'undo' | 'redo') => void
  /** Ctrl+K: somebody wants a link. */
  onLink: () => void
  /** Other than that of descriptions. */
  schema?: AnyExtension[]
  /** What else the editor can do. */
  extensions?: AnyExtension[]
  editable?: boolean
}

/** An editor of one rich text that others write in too. The caller destroys it. */
export function makeEditor(element: HTMLElement, given: RichEditing): Editor {
  const { text, awareness, undo, nameOf, attributes, onUndo } = given
  const { schema = richTextSchema(), extensions = [], editable = true } = given
  const own = [synced(text), limited(given), carets({ awareness, nameOf }), shortcuts(given)]
  undo.addTrackedOrigin(ySyncPluginKey)
  return new Editor({
    element,
    // The stylesheet is ours: a policy without inline styles lets in no other.
    injectCSS: false,
    editable,
    extensions: [...schema, ...own, ...extensions],
    editorProps: {
      attributes,
      transformPastedHTML: withoutStyles,
      handleDOMEvents: {
        // Shaking the phone, or the keyboard's own arrow: the browser's history would take back what others wrote.
        beforeinput(_view, event) {
          const way = ({ historyUndo: 'undo', historyRedo: 'redo' } as const)[event.inputType as 'historyUndo']
          if (!way) return false
          event.preventDefault()
          onUndo(way)
          return true
        },
      },
    },
  })
}

function synced(text: Y.XmlFragment): Extension {
  return Extension.create({
    name: 'synced',
    priority: 1000,
    addProseMirrorPlugins: () => [ySyncPlugin(text)],
  })
}

/** What others wrote is never refused here; what is written here is, before anybody sees it. */
function limited({ max, onRefused }: RichEditing): Extension {
  return Extension.create({
    name: 'limited',
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction(transaction, state) {
          if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey)) return true
          const verdict = mayBecome(state.doc, transaction.doc, max)
          if (verdict !== 'fine') onRefused(verdict)
          return verdict === 'fine'
        },
      }),
    ],
  })
}

function shortcuts({ onLink, onUndo }: RichEditing): Extension {
  const step = (way: 'undo' | 'redo') => () => {
    onUndo(way)
    return true
  }
  return Extension.create({
    name: 'shortcuts',
    addKeyboardShortcuts: () => ({
      'Mod-z': step('undo'),
      'Mod-Shift-z': step('redo'),
      'Mod-y': step('redo'),
      'Mod-k': () => {
        onLink()
        return true
      },
    }),
  })
}
