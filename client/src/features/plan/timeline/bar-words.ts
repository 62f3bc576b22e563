import type { Language } from '@meydan/shared/languages'
import { endsBeforeStart, isOverdue } from '@meydan/shared/documents/plan/promise'
import type { Translate } from '../../../i18n/index.ts'
import { dayInWords, daysBetween, distanceOf } from '../../../i18n/days.ts'
import type { ActionView } from '../usePlan.ts'
import type { BarDays } from './shift.ts'

type Around = { language: Language; today: string; t: Translate; organisation: string | undefined }

/** "from 1 March 2027 to 31 March 2027", "due on …", "begins on …". */
export function daysInWords({ start, due }: BarDays, language: Language, t: Translate): string {
  const words = (day: string) => dayInWords(day, language, 'long')
  if (start && due) return t('plan.timeline.fromTo', { from: words(start), to: words(due) })
  if (due) return t('plan.timeline.dueOn', { day: words(due) })
  return start ? t('plan.timeline.beginsOn', { day: words(start) }) : t('plan.timeline.noDay')
}

/** Whether what was promised is another day than what is planned now. */
export function isMoved({ action: { agreedStart, agreedDue, start, due } }: ActionView): boolean {
  return (agreedDue !== null && agreedDue !== due) || (agreedStart !== null && agreedStart !== start)
}

export function latenessInWords(due: string, today: string, t: Translate): string {
  const { count, unit } = distanceOf(daysBetween(due, today))
  return t(`plan.due.late.${unit}`, { count })
}

/** All that its bar says, in one sentence for those who don't see it. */
export function barInWords(view: ActionView, { language, today, t, organisation }: Around): string {
  const { action, replannings } = view
  const why = replannings.at(-1)?.reason
  const parts = [
    action.title || t('plan.columns.untitled'),
    daysInWords(action, language, t),
    t(`plan.status.${action.status}`),
    organisation,
    action.agreedDue && isMoved(view)
      ? t('plan.timeline.promised', { day: dayInWords(action.agreedDue, language, 'long') })
      : undefined,
    why && isMoved(view) ? t('plan.timeline.because', { reason: why }) : undefined,
    isOverdue(action, today) ? latenessInWords(action.due!, today, t) : undefined,
    endsBeforeStart(action) ? t('plan.timeline.endsBefore') : undefined,
    action.after.length > 0 ? t('plan.timeline.waitsFor', { count: action.after.length }) : undefined,
  ]
  return parts.filter(Boolean).join(language === 'ar' ? '، ' : ', ')
}
