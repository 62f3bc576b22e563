import { BookOpenCheck, Gavel, Link2, ListTodo, ScrollText, Table2 } from '@lucide/vue'
import type { useT } from '../../i18n/index.ts'
import type { MenuGroup } from '../../ui/UiMenu.vue'
import { insertSection } from './insert-section.ts'
import type { MinutesContext } from './minutes-context.ts'
import { askedNode } from './nodes/asked-node.ts'

/** What can be put between the words. */
export function insertMenu({ editor }: MinutesContext, t: ReturnType<typeof useT>): MenuGroup[] {
  const chain = () => editor.value!.chain().focus()
  const block = (type: string, attrs: Record<string, string> = {}) => insertSection(editor.value!, { type, attrs })
  const ask = (kind: 'chip' | 'decision') => () => {
    askedNode.value = { kind }
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
    {
      items: [
        { label: t('minutes.insert.thing'), icon: Link2, select: ask('chip') },
        { label: t('minutes.insert.fromRegister'), icon: BookOpenCheck, select: ask('decision') },
      ],
    },
  ]
}
