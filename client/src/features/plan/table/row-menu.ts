import { ArrowDown, ArrowUp, Copy, Merge, PanelRightOpen, Pencil, Split, Target, Trash2 } from '@lucide/vue'
import type { MenuGroup } from '../../../ui/UiMenu.vue'
import { duplicate, moveGoal, moveRow, moveToGoal, openDetails, removeActions, removeGoal } from './row-acts.ts'
import type { Row } from './rows.ts'
import type { Table, TableDialog } from './table-context.ts'

/** What can be done with a row. What is done to one that is chosen is done to all that are. */
export function menuOf(table: Table, row: Row): MenuGroup[] {
  if (row.kind === 'action') return actionMenu(table, row.id)
  return row.kind === 'group' && row.of !== null ? goalMenu(table, row.key, row.of) : []
}

function actionMenu(table: Table, id: string): MenuGroup[] {
  const { context, chosen } = table
  const { t } = context
  const details = { label: t('plan.table.details'), icon: PanelRightOpen, select: () => openDetails(table, id) }
  if (!context.canWrite.value) return [{ items: [details] }]
  const together = chosen.value.includes(id) ? chosen.value : [...chosen.value, id]
  const open = (dialog: TableDialog, ids: readonly string[]) => () => {
    table.concerns.value = ids
    table.dialog.value = dialog
  }
  const moves = table.isInOrder.value
    ? [
        { label: t('plan.table.moveUp'), icon: ArrowUp, select: () => moveRow(table, id, -1) },
        { label: t('plan.table.moveDown'), icon: ArrowDown, select: () => moveRow(table, id, 1) },
      ]
    : []
  const merging = {
    label: t('plan.table.mergeWith', { count: together.length }),
    icon: Merge,
    select: open('merge', together),
  }
  return [
    { items: [details, ...moves] },
    {
      items: [
        { label: t('plan.table.duplicate'), icon: Copy, select: () => duplicate(table, id) },
        { label: t('plan.table.split'), icon: Split, select: open('split', [id]) },
        ...(together.length > 1 ? [merging] : []),
      ],
    },
    ...goalGroup(table, id),
    { items: [{ label: t('common.remove'), icon: Trash2, danger: true, select: () => removeActions(table, [id]) }] },
  ]
}

/** The goals it may go to, itself ticked. */
function goalGroup(table: Table, id: string): MenuGroup[] {
  const { context } = table
  const { t, data } = context
  if (data.goals.value.length === 0) return []
  const action = data.viewOf(id)?.action
  const now = (action && data.goalOf(action)?.id) ?? null
  const goals = [
    ...data.goals.value.map((goal) => ({ id: goal.id as string | null, title: goal.title || t('plan.untitledGoal') })),
    { id: null, title: t('plan.filter.noGoal') },
  ]
  return [
    {
      heading: t('plan.table.toGoal'),
      items: goals.map((goal) => ({
        label: goal.title,
        icon: Target,
        chosen: goal.id === now,
        select: () => moveToGoal(table, [id], goal.id),
      })),
    },
  ]
}

function goalMenu(table: Table, key: string, id: string): MenuGroup[] {
  const { context } = table
  const { t } = context
  if (table.grouping.value !== 'goal' || !context.canWrite.value) return []
  return [
    {
      items: [
        {
          label: t('plan.table.renameGoal'),
          icon: Pencil,
          select: () => {
            table.editing.value = { row: key, column: 0, typed: null }
          },
        },
        { label: t('plan.table.moveUp'), icon: ArrowUp, select: () => moveGoal(table, id, -1) },
        { label: t('plan.table.moveDown'), icon: ArrowDown, select: () => moveGoal(table, id, 1) },
      ],
    },
    { items: [{ label: t('plan.table.removeGoal'), icon: Trash2, danger: true, select: () => removeGoal(table, id) }] },
  ]
}
