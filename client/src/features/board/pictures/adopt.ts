import type { BoardContext } from '../board-context.ts'
import { pictureUrl } from './picture-url.ts'
import { uploadPicture } from './upload.ts'

/**
 * Pictures belong to their room: those just pasted from another one are fetched there, as whoever pastes may see them,
 * and put into this one. One that can't be fetched stays without its picture, and that is said.
 */
export async function adoptPictures(
  context: BoardContext,
  fromRoom: string,
  files: ReadonlySet<string>,
): Promise<void> {
  const { board, room, t, toasts } = context
  const adopted = new Map<string, string>()
  let missing = 0
  for (const { id, file } of board.pictures.all()) {
    if (!files.has(file)) continue
    try {
      const known = adopted.get(file) ?? (await copyFile(fromRoom, room.value.id, file))
      adopted.set(file, known)
      board.edit([id], { file: known })
    } catch {
      missing++
    }
  }
  if (missing > 0) toasts.fail(t('board.picture.notAdopted', { count: missing }))
}

async function copyFile(fromRoom: string, toRoom: string, file: string): Promise<string> {
  const response = await fetch(pictureUrl(fromRoom, file))
  if (!response.ok) throw new Error(`The picture answered ${response.status}`)
  const { id } = await uploadPicture(toRoom, await response.blob())
  return id
}
