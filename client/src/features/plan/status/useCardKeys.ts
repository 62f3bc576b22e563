import { directionOf } from '@meydan/shared/languages'
import { language } from '../../../i18n/index.ts'
import { spotOf, type Step, stepFrom } from './columns.ts'
import type { StatusBoard } from './status-board.ts'

/** Arrows go from card to card; with Ctrl or ⌘ they carry the card along, to the column beside. */
export function useCardKeys(board: StatusBoard, focus: (id: string) => void) {
  function stepOf({ key }: KeyboardEvent): Step | null {
    const isRtl = directionOf(language.value) === 'rtl'
    if (key === 'ArrowUp') return 'up'
    if (key === 'ArrowDown') return 'down'
    if (key === 'Home') return 'first'
    if (key === 'End') return 'last'
    if (key === 'ArrowLeft') return isRtl ? 'end' : 'start'
    if (key === 'ArrowRight') return isRtl ? 'start' : 'end'
    return null
  }

  return function onKey(event: KeyboardEvent): void {
    const { target } = event
    const card = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null
    const id = card?.dataset['card']
    // The menu has its own keys.
    if (!id || event.altKey || event.shiftKey || (target as Element).closest('[role=menu]')) return
    const step = stepOf(event)
    const columns = board.columns.value
    const spot = spotOf(columns, id)
    if (!step || !spot) return
    const carries = event.ctrlKey || event.metaKey
    if (!carries) {
      event.preventDefault()
      const next = stepFrom(columns, spot, step)
      if (next) focus(next)
      return
    }
    if (step !== 'start' && step !== 'end') return
    event.preventDefault()
    const beside = columns[spot.column + (step === 'end' ? 1 : -1)]
    if (beside) board.moveTo(id, beside)
  }
}
