import type { Point, Size } from '@meydan/shared/documents/board/records'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { errorText } from '../../../api.ts'
import type { BoardContext } from '../board-context.ts'
import { preparePicture, uploadPicture } from './upload.ts'

/** How large a picture comes to lie on the board, at most, in board units. */
const LARGEST = { width: 360, height: 320 }
const SMALLEST = 40
const GAP = 24
const PICTURES_AT_ONCE = 12

/**
 * Sends pictures to the room and puts them on the board in one step, beside each other; the middle of the first comes
 * to lie at `at`, or in the middle of what is visible. While they are on their way they lie there for me alone. At the
 * end one is asked what they show. A picture that can't be sent is told, and the others come all the same.
 */
export async function placePictures(context: BoardContext, files: readonly File[], at: Point | null): Promise<void> {
  const { t, toasts, canWrite, drawing, board } = context
  if (!canWrite.value || files.length === 0) return
  if (files.length > PICTURES_AT_ONCE) {
    toasts.fail(t('board.picture.tooMany', { count: files.length, limit: PICTURES_AT_ONCE }))
    return
  }
  const sizes = await Promise.all(files.map(sizeOf))
  const rects = inRow(sizes, at ?? context.viewport.centre())
  const sent = await Promise.all(files.map((file, index) => send(context, file, rects[index]!)))
  const arrived = sent.filter((one) => one !== null)
  // Meanwhile the room may have been closed to me.
  if (arrived.length === 0 || !canWrite.value) return
  const ids = context.step(() =>
    board.transact(() =>
      arrived.map(({ file, rect: { x, y, ...size } }) =>
        board.add('picture', { at: { x, y }, size, file }, context.author()),
      ),
    ),
  )
  context.tool.value = 'select'
  context.selection.select(ids)
  context.said.value = t('board.picture.added', { count: ids.length })
  drawing.undescribed.value = ids
  context.panel.value = 'picture'
}

async function send(context: BoardContext, file: File, rect: Rect): Promise<{ file: string; rect: Rect } | null> {
  const { drawing, room, t, toasts } = context
  const stopping = new AbortController()
  const id = crypto.randomUUID()
  const preview = URL.createObjectURL(file)
  const show = (part: number) => {
    drawing.uploads.set(id, { id, rect, preview, name: file.name, part, stop: () => stopping.abort() })
  }
  show(0)
  try {
    const picture = await preparePicture(file)
    const kept = await uploadPicture(room.value.id, picture, show, stopping.signal)
    return { file: kept.id, rect: { ...rect, ...fitted(kept) } }
  } catch (error) {
    if (!stopping.signal.aborted) toasts.fail(t('board.picture.failed', { name: file.name, why: errorText(t, error) }))
    return null
  } finally {
    drawing.uploads.delete(id)
    URL.revokeObjectURL(preview)
  }
}

/** Its size on the board, as this browser reads the file; a guess where it can't. */
async function sizeOf(file: File): Promise<Size> {
  const address = URL.createObjectURL(file)
  const image = new Image()
  image.src = address
  try {
    await image.decode()
    return fitted({ width: image.naturalWidth, height: image.naturalHeight })
  } catch {
    return { width: 320, height: 240 }
  } finally {
    URL.revokeObjectURL(address)
  }
}

function fitted({ width, height }: Size): Size {
  const part = Math.min(1, LARGEST.width / width, LARGEST.height / height)
  const edge = (length: number) => Math.max(SMALLEST, Math.round(length * part))
  return { width: edge(width), height: edge(height) }
}

function inRow(sizes: readonly Size[], at: Point): Rect[] {
  const [first] = sizes
  let x = Math.round(at.x - (first?.width ?? 0) / 2)
  const y = Math.round(at.y - (first?.height ?? 0) / 2)
  return sizes.map((size) => {
    const rect = { x, y, ...size }
    x += size.width + GAP
    return rect
  })
}
