import { useEventListener } from '@vueuse/core'
import type { BoardContext } from '../board-context.ts'
import { addPictures, picturesIn } from './add-pictures.ts'

/** Files dropped on the board: pictures come to lie there, others are refused instead of opened by the browser. */
export function usePictureDrop(context: BoardContext): void {
  const { surface, viewport, t, toasts } = context
  useEventListener(surface, 'dragover', (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = context.canWrite.value ? 'copy' : 'none'
  })
  useEventListener(surface, 'drop', (event: DragEvent) => {
    if (!surface.value || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    if (!context.canWrite.value) return
    const files = picturesIn(event.dataTransfer)
    if (files.length === 0) toasts.fail(t('errors.picture_unreadable'))
    const box = surface.value.getBoundingClientRect()
    const at = viewport.boardPoint({ x: event.clientX - box.left, y: event.clientY - box.top })
    void addPictures(context, files, at)
  })
}
