import { hideObjects, showHidden } from '@meydan/shared/contracts/stage'
import { park, parkable, parkingTitles } from '@meydan/shared/documents/board/parking'
import { call, errorText } from '../../api.ts'
import type { BoardContext } from './board-context.ts'

/** Of what is selected, in reading order. */
function chosen({ data, selection }: BoardContext): string[] {
  return data.order.value.filter((id) => selection.ids.value.has(id))
}

export function mayPark(context: BoardContext): boolean {
  return context.canWrite.value && parkable(context.board, chosen(context)).length > 0
}

/** Puts the selected notes and themes into the board's parking lot, which is made where there is none. */
export function parkSelection(context: BoardContext): void {
  const { board, room, selection, t, said, toasts, mode, viewport } = context
  if (!context.canWrite.value) return
  const parked = context.step(() => park(board, chosen(context), parkingTitles[room.value.language]))
  if (parked.length === 0) return
  const shows = () => {
    selection.select(parked)
    context.focus(parked[0]!)
    const rects = parked.map((id) => board.rectOf(id)!).filter(Boolean)
    if (mode.value === 'canvas') viewport.fit(rects, 0.8)
  }
  selection.select([])
  context.surface.value?.focus({ preventScroll: true })
  said.value = t('board.aside.parked', { count: parked.length })
  toasts.say(said.value, { label: t('board.aside.look'), run: shows })
}

export function mayHide({ room, selection }: BoardContext): boolean {
  return room.value.may.includes('stage.direct') && room.value.archivedAt === null && selection.ids.value.size > 0
}

/** Takes what is selected off the board, for everybody, until it is shown again. */
export async function hideSelection(context: BoardContext): Promise<void> {
  const { room, documentId, selection, t, toasts } = context
  const recordIds = [...selection.ids.value].slice(0, 500)
  const roomId = room.value.id
  const fails = (caught: unknown) => toasts.fail(errorText(t, caught))
  try {
    const { hidden } = await call(hideObjects, { params: { roomId }, body: { documentId, recordIds } })
    selection.select([])
    toasts.say(t('board.aside.hidden'), {
      label: t('board.aside.showAgain'),
      run: () => void call(showHidden, { params: { roomId, hiddenId: hidden.id } }).catch(fails),
    })
  } catch (caught) {
    fails(caught)
  }
}
