import type { SceneArea } from '@meydan/shared/documents/board/scene'
import { printBoard } from '@meydan/shared/contracts/board-pdf'
import { callForFile } from '../../../api.ts'
import { language } from '../../../i18n/index.ts'
import type { BoardContext } from '../board-context.ts'

/** The board as PDF, made by the server of what is stored there. Throws ApiError, or the signal's reason. */
export async function boardPdf(context: BoardContext, area: SceneArea, signal: AbortSignal): Promise<Blob> {
  const { room, documentId, data } = context
  const ids = area === 'board' ? [] : area.ids
  const isFrames = ids.length > 0 && ids.every((id) => data.frames.has(id))
  const chosen = ids.length === 0 ? {} : isFrames ? { frames: [...ids] } : { ids: [...ids] }
  const params = { roomId: room.value.id, documentId }
  return callForFile(printBoard, { params, body: { ...chosen, language: language.value } }, signal)
}
