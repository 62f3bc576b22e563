import { Gavel, ListTodo, ScrollText, Table2 } from '@lucide/vue'
import type { JSONContent } from '@tiptap/core'
import type { useT } from '../../i18n/index.ts'
import type { MenuGroup } from '../../ui/UiMenu.vue'
import type { MinutesContext } from './minutes-context.ts'

/** What can be put between the words. */
export function insertMenu({ editor }: MinutesContext, t: ReturnType<typeof useT>): MenuGroup[] {
  const chain = () => editor.value!.chain().focus()
  const block = (type: string, attrs: Record<string, string> = {}) => insertSection({ type, attrs })
  /** In a list or a table a section has no place: it comes after what stands in the text itself. */
  function insertSection(node: JSONContent): void {
    const made = editor.value!
    const { $from } = made.state.selection
    const top = $from.depth > 0 ? $from.after(1) : made.state.doc.content.size
    const isEmptyLine = $from.depth === 1 && $from.parent.content.size === 0 && $from.parent.type.name === 'paragraph'
    const content = { ...node, content: [{ type: 'paragraph' }] }
    const at = isEmptyLine ? { from: $from.before(1), to: top } : top
    const start = isEmptyLine ? $from.before(1) : top
    chain()
      .insertContentAt(at, content)
      .setTextSelection(start + 2)
      .scrollIntoView()
      .run()
  }
  return [
    {
      items: [
        {
          label: t('minutes.insert.table'),
          icon: Table2,
          select: () => void chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
        },
        { label: t('minutes.insert.tasks'), icon: ListTodo, select: () => void chain().toggleTaskList().run() },
      ],
    },
    {
      items: [
        { label: t('minutes.insert.decision'), icon: Gavel, select: () => block('decision') },
        {
          label: t('minutes.insert.clause'),
          icon: ScrollText,
          select: () => block('clause', { id: crypto.randomUUID() }),
        },
      ],
    },
  ]
}
