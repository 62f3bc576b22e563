import type { NamedRef } from '@meydan/shared/contracts/named'
import { Extension } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'

/** A name that the arrows have come to is opened with Enter. */
export function openedByEnter(open: (ref: NamedRef) => void): Extension {
  return Extension.create({
    name: 'openedByEnter',
    priority: 2500,
    addKeyboardShortcuts: () => ({
      Enter: ({ editor }) => {
        const { selection } = editor.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'chip') return false
        const { kind, document, record } = selection.node.attrs
        open({ kind, document, record } as NamedRef)
        return true
      },
    }),
  })
}
