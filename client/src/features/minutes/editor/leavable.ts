import { Extension } from '@tiptap/core'

/**
 * Tab moves between the cells of a table and indents lists: who writes by keyboard alone gets out with Esc, after which
 * Tab goes on to what comes next on the page, as WAI-ARIA asks of whatever takes Tab for itself.
 */
export function leavable(): Extension {
  return Extension.create({
    name: 'leavable',
    priority: 2000,
    addStorage: () => ({ isLeaving: false }),
    onFocus() {
      this.storage.isLeaving = false
    },
    addKeyboardShortcuts() {
      const pass = () => {
        const isLeaving = this.storage.isLeaving
        this.storage.isLeaving = false
        if (!isLeaving) return false
        // Nothing of ours takes it, and neither does ProseMirror: the browser moves on.
        this.editor.view.dom.blur()
        return false
      }
      return {
        Escape: () => {
          this.storage.isLeaving = true
          return false
        },
        Tab: pass,
        'Shift-Tab': pass,
      }
    },
  })
}
