import type { Editor, JSONContent } from '@tiptap/core'

/**
 * Puts a decision or a clause where one writes, and the caret into it. In a list or a table a section has no place: it
 * comes after what stands in the text itself.
 */
export function insertSection(editor: Editor, node: JSONContent, words = ''): void {
  const { $from } = editor.state.selection
  const top = $from.depth > 0 ? $from.after(1) : editor.state.doc.content.size
  const isEmptyLine = $from.depth === 1 && $from.parent.content.size === 0 && $from.parent.type.name === 'paragraph'
  const line = words.replace(/\s+/gu, ' ').trim()
  const content = {
    ...node,
    content: [{ type: 'paragraph', ...(line && { content: [{ type: 'text', text: line }] }) }],
  }
  const at = isEmptyLine ? { from: $from.before(1), to: top } : top
  const start = isEmptyLine ? $from.before(1) : top
  editor
    .chain()
    .focus()
    .insertContentAt(at, content)
    .setTextSelection(start + 2 + line.length)
    .scrollIntoView()
    .run()
}
