import { language, listed } from '../../../i18n/index.ts'
import { dayInWords } from '../../../i18n/days.ts'
import { usePlanContext } from '../plan-context.ts'
import { keyOfColumn, type PlanColumn } from './columns.ts'
import type { ReadRow, Remark } from './read-actions.ts'

/** What there is to say of a row, in words. */
export function useRemarks() {
  const { t, organisationOf } = usePlanContext()

  function remarkText({ about, column, value }: Remark): string {
    const text = t(`plan.exchange.remark.${about === 'script' ? 'control' : about}`, { value })
    if (column !== null) return t('plan.exchange.remarkAt', { column: t(keyOfColumn(column)), text })
    return text.charAt(0).toLocaleUpperCase(language.value) + text.slice(1)
  }

  const namesOf = (columns: readonly PlanColumn[]) => listed(columns.map((column) => t(keyOfColumn(column))))

  return {
    /** Of a new action: who and when, as they were understood. */
    taken: ({ outcome, values }: ReadRow): string => {
      if (outcome !== 'new') return ''
      const { responsible, start, due } = values as { responsible?: string; start?: string; due?: string }
      const days = [start, due].flatMap((day) => (day ? [dayInWords(day, language.value)] : []))
      const parts = [responsible ? organisationOf(responsible)?.name : '', days.join(' – ')]
      return parts.filter(Boolean).join(' · ')
    },
    /** One sentence each. */
    said: ({ changes, outcome, remarks }: ReadRow): { text: string; isError: boolean }[] => [
      ...remarks.map((remark) => ({ text: remarkText(remark), isError: remark.isError })),
      ...(outcome === 'change'
        ? [{ text: t('plan.exchange.import.changes', { names: namesOf(changes) }), isError: false }]
        : []),
    ],
  }
}
