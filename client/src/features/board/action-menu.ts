import { Target } from '@lucide/vue'
import { afterwardsCode } from '../../afterwards.ts'
import type { MenuItem } from '../../ui/UiMenu.vue'
import type { BoardContext } from './board-context.ts'

const acts = afterwardsCode(() => import('./action-acts.ts'))

/** As many as are added to a plan at once. */
const MOST = 100

/** What is selected and can become an action, in reading order: themes, and notes that aren't in one of them. */
export function actionsOf({ data, selection, room }: BoardContext): string[] {
  if (!room.value.may.includes('plan.write')) return []
  const ids = selection.ids.value
  return data.order.value.filter((id) => {
    const theme = data.viewOf('note', id)?.item.theme
    return ids.has(id) && (theme !== undefined ? !ids.has(theme ?? '') : data.viewOf('theme', id))
  })
}

/** The way from what is selected to the plan; none for who may not write in one. */
export function actionItem(context: BoardContext): MenuItem[] {
  const count = actionsOf(context).length
  if (count === 0 || count > MOST) return []
  return [
    {
      label: context.t('board.menu.action', { count }),
      icon: Target,
      select: () => void acts().then(({ makeActions }) => makeActions(context)),
    },
  ]
}
