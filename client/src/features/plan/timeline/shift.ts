import { addDays } from '../../../i18n/days.ts'

export type Grip = 'whole' | 'start' | 'due'
export type BarDays = { start: string | null; due: string | null }

/**
 * An action's days after its bar, or one end of it, was carried by so many days. An end is never carried past the
 * other one; an action without an end is given one by its end's grip.
 */
export function shifted({ start, due }: BarDays, grip: Grip, by: number): BarDays {
  if (grip === 'whole') return { start: start && addDays(start, by), due: due && addDays(due, by) }
  if (grip === 'start') {
    const next = addDays(start ?? due!, by)
    return { start: due !== null && next > due && !isReversed(start, due) ? due : next, due }
  }
  const next = addDays(due ?? start!, by)
  return { start, due: start !== null && next < start && !isReversed(start, due) ? start : next }
}

function isReversed(start: string | null, due: string | null): boolean {
  return start !== null && due !== null && due < start
}

export type BarKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>

/** What an arrow does to a bar: a day, with Shift a week; with Alt to its end alone. Null: the key means nothing here. */
export function shiftByKey(event: BarKey, isRtl: boolean): { grip: Grip; by: number } | null {
  if ((event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') || event.ctrlKey || event.metaKey) return null
  const isOnwards = (event.key === 'ArrowRight') !== isRtl
  const far = event.shiftKey ? 7 : 1
  return { grip: event.altKey ? 'due' : 'whole', by: isOnwards ? far : -far }
}
