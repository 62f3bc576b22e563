/** How the fields of an action are called in presence and in the page; named under `plan.field.`. */
export const planFieldNames = [
  'title',
  'status',
  'goal',
  'responsible',
  'supporting',
  'person',
  'start',
  'due',
  'progress',
  'priority',
  'description',
  'checklist',
  'indicator',
  'resources',
  'budget',
  'fields',
  'locality',
  'after',
] as const
export type PlanFieldName = (typeof planFieldNames)[number]
