import type { Point } from '@meydan/shared/documents/board/records'
import { afterwardsCode } from '../../../afterwards.ts'
import { errorText } from '../../../api.ts'
import type { BoardContext } from '../board-context.ts'

/** No board waits for what only somebody with a picture needs. */
const placing = afterwardsCode(() => import('./place-pictures.ts'))

/** The pictures among what was pasted or dropped. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
}

/** Sends pictures to the room and puts them on the board, see `placePictures`. */
export async function addPictures(context: BoardContext, files: readonly File[], at: Point | null): Promise<void> {
  if (!context.canWrite.value || files.length === 0) return
  try {
    const { placePictures } = await placing()
    await placePictures(context, files, at)
  } catch (error) {
    context.toasts.fail(errorText(context.t, error))
  }
}
