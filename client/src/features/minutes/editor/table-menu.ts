import {
  ArrowDownToLine,
  ArrowLeftToLine,
  ArrowRightToLine,
  ArrowUpToLine,
  Columns3,
  PanelTop,
  Rows3,
  Trash2,
} from '@lucide/vue'
import type { Editor } from '@tiptap/core'
import type { useT } from '../../../i18n/index.ts'
import type { MenuGroup } from '../../../ui/UiMenu.vue'

/** What can be done with the table that one writes in. Columns come before and after as the words are read. */
export function tableMenu(editor: Editor, t: ReturnType<typeof useT>): MenuGroup[] {
  const chain = () => editor.chain().focus()
  return [
    {
      items: [
        { label: t('minutes.table.rowBefore'), icon: ArrowUpToLine, select: () => void chain().addRowBefore().run() },
        { label: t('minutes.table.rowAfter'), icon: ArrowDownToLine, select: () => void chain().addRowAfter().run() },
        {
          label: t('minutes.table.columnBefore'),
          icon: ArrowLeftToLine,
          select: () => void chain().addColumnBefore().run(),
        },
        {
          label: t('minutes.table.columnAfter'),
          icon: ArrowRightToLine,
          select: () => void chain().addColumnAfter().run(),
        },
        { label: t('minutes.table.header'), icon: PanelTop, select: () => void chain().toggleHeaderRow().run() },
      ],
    },
    {
      items: [
        { label: t('minutes.table.deleteRow'), icon: Rows3, select: () => void chain().deleteRow().run() },
        { label: t('minutes.table.deleteColumn'), icon: Columns3, select: () => void chain().deleteColumn().run() },
        { label: t('minutes.table.deleteTable'), icon: Trash2, select: () => void chain().deleteTable().run() },
      ],
    },
  ]
}
