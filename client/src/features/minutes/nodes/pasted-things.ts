import type { NamedRef, NamedThing } from '@meydan/shared/contracts/named'
import { LABEL_MAX } from '@meydan/shared/documents/rich-text/minutes-attributes'
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

type Given = {
  /** What an address leads to; null for all that stay addresses. */
  thingAt: (address: string) => NamedRef | null
  /** What it is called now; null where the room doesn't have it, or nobody can say. */
  lookUp: (ref: NamedRef) => Promise<NamedThing | null>
}

const pastedKey = new PluginKey<DecorationSet>('pasted things')
type Pasted = { from: number; to: number; id: symbol }

/** As attributes of a chip. Its label is what it is called when it is set down. */
export function chipOf({ kind, document, record, words }: Pick<NamedThing, 'kind' | 'document' | 'record' | 'words'>) {
  return { kind, document, record, label: words.replace(/\s+/gu, ' ').trim().slice(0, LABEL_MAX) }
}

/**
 * A link to something of this room, pasted alone, becomes that thing's name as soon as it is known what it is called.
 * Until then, and where nobody can say, it is an address; one step back makes it one again.
 */
export function pastedThings({ thingAt, lookUp }: Given): Extension {
  return Extension.create({
    name: 'pastedThings',
    priority: 2500,
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key: pastedKey,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, before) {
            const pasted = transaction.getMeta(pastedKey) as Pasted | undefined
            const now = before.map(transaction.mapping, transaction.doc)
            if (!pasted) return now
            const { from, to, id } = pasted
            return now.add(transaction.doc, [Decoration.inline(from, to, { class: 'pasted-thing' }, { id })])
          },
        },
        props: {
          decorations: (state) => pastedKey.getState(state),
          handlePaste(view, event) {
            const address = event.clipboardData?.getData('text/plain').trim() ?? ''
            const ref = view.state.selection.empty ? thingAt(address) : null
            if (ref === null) return false
            const { from } = view.state.selection
            const pasted: Pasted = { from, to: from + address.length, id: Symbol() }
            view.dispatch(view.state.tr.insertText(address, from).setMeta(pastedKey, pasted).scrollIntoView())
            void settle(view, { ...pasted, address, known: lookUp(ref) })
            return true
          },
        },
      }),
    ],
  })
}

type Waiting = Pick<Pasted, 'id'> & { address: string; known: Promise<NamedThing | null> }

async function settle(view: EditorView, { id, address, known }: Waiting): Promise<void> {
  const thing = await known
  if (view.isDestroyed || !view.editable) return
  const { state } = view
  const [held] = pastedKey.getState(state)?.find(undefined, undefined, (spec) => spec['id'] === id) ?? []
  if (!held) return
  const { from, to } = held
  // Somebody has written into it since: then it is theirs.
  if (thing?.state !== 'here' || state.doc.textBetween(from, to) !== address) return
  const isBehind = state.selection.empty && state.selection.from === to
  const transaction = state.tr.replaceWith(from, to, state.schema.nodes['chip']!.create(chipOf(thing)))
  if (isBehind) transaction.setSelection(TextSelection.create(transaction.doc, from + 1))
  view.dispatch(transaction)
}
