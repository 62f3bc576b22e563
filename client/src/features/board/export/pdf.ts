import type { SceneArea } from '@meydan/shared/documents/board/scene'
import { printBoard } from '@meydan/shared/contracts/board-pdf'
import { ErrorReply } from '@meydan/shared/errors'
import { ApiError, addressOf } from '../../../api.ts'
import { language } from '../../../i18n/index.ts'
import type { BoardContext } from '../board-context.ts'

/** The board as PDF, made by the server of what is stored there. Throws ApiError, or the signal's reason. */
export async function boardPdf(context: BoardContext, area: SceneArea, signal: AbortSignal): Promise<Blob> {
  const { room, documentId, data } = context
  const ids = area === 'board' ? [] : area.ids
  const isFrames = ids.length > 0 && ids.every((id) => data.frames.has(id))
  const chosen = ids.length === 0 ? {} : isFrames ? { frames: ids } : { ids }
  const answer = await asked(addressOf(printBoard.path, { roomId: room.value.id, documentId }), {
    method: printBoard.method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { 'x-meydan': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ ...chosen, language: language.value }),
    signal,
  })
  if (answer.ok) return answer.blob()
  const { data: refusal } = ErrorReply.safeParse(await answer.json().catch(() => undefined))
  throw refusal ? new ApiError(refusal.code, refusal.fields, refusal.requestId) : new ApiError('unavailable')
}

async function asked(address: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch {
    init.signal.throwIfAborted()
    throw new ApiError('offline')
  }
}
