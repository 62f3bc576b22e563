import type { PlanContext } from '../plan-context.ts'
import type { ActionView } from '../usePlan.ts'
import type { ColumnId } from './columns.ts'

/** What a cell says, as plain text: for the clipboard, and to begin writing with. Days as 2027-03-31. */
export function cellText(context: PlanContext, { action, progress }: ActionView, column: ColumnId): string {
  const { t, organisationOf, seatOf, data } = context
  const nameOf = (id: string) => organisationOf(id)?.name ?? t('plan.organisation.left')
  switch (column) {
    case 'title':
      return action.title
    case 'status':
      return t(`plan.status.${action.status}`)
    case 'priority':
      return action.priority ? t(`plan.priority.${action.priority}`) : ''
    case 'due':
    case 'start':
      return action[column] ?? ''
    case 'progress':
      return progress === null ? '' : `${progress}%`
    case 'responsible':
      return action.responsible ? nameOf(action.responsible) : ''
    case 'supporting':
      return action.supporting.map(nameOf).join('; ')
    case 'person':
      return seatOf(action.person)?.name ?? ''
    case 'goal':
      return data.goalOf(action)?.title ?? ''
    case 'fields':
      return action.fields.map((field) => t(`field.${field}`)).join('; ')
    case 'indicator':
      return [action.indicatorCurrent, action.indicatorTarget].filter((value) => value !== null).join(' / ')
  }
}
