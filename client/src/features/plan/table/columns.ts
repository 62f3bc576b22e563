/** What the table has a column for, in the order in which it begins. The title is always there, and first. */
export const columnIds = [
  'title',
  'status',
  'responsible',
  'due',
  'progress',
  'priority',
  'supporting',
  'start',
  'goal',
  'person',
  'fields',
  'indicator',
] as const
export type ColumnId = (typeof columnIds)[number]

export const firstColumns: readonly ColumnId[] = ['title', 'status', 'responsible', 'due', 'progress', 'priority']

/** Px; the title takes what is left as well. */
export const widthOf: Record<ColumnId, number> = {
  title: 320,
  status: 144,
  responsible: 216,
  due: 148,
  progress: 124,
  priority: 108,
  supporting: 216,
  start: 132,
  goal: 200,
  person: 168,
  fields: 216,
  indicator: 160,
}
/** The ticks and handles before the title. */
export const LEAD_WIDTH = 52
export const ROW_HEIGHT = 40

/** How a cell is written: by words or a number, a day, one of some, several of some. */
export const kindOf: Record<ColumnId, 'text' | 'number' | 'day' | 'one' | 'several'> = {
  title: 'text',
  status: 'one',
  responsible: 'one',
  due: 'day',
  progress: 'number',
  priority: 'one',
  supporting: 'several',
  start: 'day',
  goal: 'one',
  person: 'one',
  fields: 'several',
  indicator: 'number',
}

/** What this device remembers may be of another version: unknown columns go, the title comes first, once. */
export function columnsKept(kept: readonly string[]): ColumnId[] {
  const known = columnIds.filter((id) => kept.includes(id))
  const inOrder = [...new Set(kept)].filter((id): id is ColumnId => known.includes(id as ColumnId) && id !== 'title')
  return ['title', ...inOrder]
}
