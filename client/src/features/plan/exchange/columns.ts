import type { MessageKey } from '../../../i18n/index.ts'

/** The columns of a plan as a table, in their order. */
export const planColumns = [
  'goal',
  'title',
  'status',
  'responsible',
  'supporting',
  'person',
  'start',
  'due',
  'agreedDue',
  'progress',
  'priority',
  'indicatorName',
  'indicatorUnit',
  'indicatorBaseline',
  'indicatorTarget',
  'indicatorCurrent',
  'indicatorSource',
  'resources',
  'budget',
  'currency',
  'fields',
  'locality',
  'description',
  'checklist',
  'sources',
  'id',
] as const
export type PlanColumn = (typeof planColumns)[number]

/** A column is called what the field is called where one writes it. */
export function keyOfColumn(column: PlanColumn): MessageKey {
  switch (column) {
    case 'agreedDue':
    case 'indicatorName':
    case 'indicatorUnit':
    case 'indicatorBaseline':
    case 'indicatorTarget':
    case 'indicatorCurrent':
    case 'indicatorSource':
    case 'currency':
    case 'sources':
    case 'id':
      return `plan.exchange.column.${column}`
    default:
      return `plan.field.${column}`
  }
}

/** How wide each is in a spreadsheet, in letters. */
export const columnWidths: Record<PlanColumn, number> = {
  goal: 24,
  title: 44,
  status: 14,
  responsible: 28,
  supporting: 28,
  person: 20,
  start: 12,
  due: 12,
  agreedDue: 14,
  progress: 10,
  priority: 10,
  indicatorName: 26,
  indicatorUnit: 12,
  indicatorBaseline: 12,
  indicatorTarget: 12,
  indicatorCurrent: 12,
  indicatorSource: 20,
  resources: 24,
  budget: 14,
  currency: 10,
  fields: 22,
  locality: 18,
  description: 50,
  checklist: 36,
  sources: 10,
  id: 38,
}
