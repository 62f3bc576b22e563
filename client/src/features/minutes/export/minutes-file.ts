import { exportMinutes, type MinutesFormat } from '@meydan/shared/contracts/minutes'
import { ErrorReply } from '@meydan/shared/errors'
import type { Language } from '@meydan/shared/languages'
import { ApiError, addressOf } from '../../../api.ts'

export const extensions: Record<MinutesFormat, string> = { docx: 'docx', pdf: 'pdf', markdown: 'md' }

/** The minutes as a file, made by the server of what is stored there. Throws ApiError, or the signal's reason. */
export async function minutesFile(
  at: { roomId: string; documentId: string },
  asked: { format: MinutesFormat; language: Language },
  signal: AbortSignal,
): Promise<Blob> {
  const answer = await fetch(addressOf(exportMinutes.path, at), {
    method: exportMinutes.method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { 'x-meydan': '1', 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal,
  }).catch(() => {
    signal.throwIfAborted()
    throw new ApiError('offline')
  })
  if (answer.ok) return answer.blob()
  const { data: refusal } = ErrorReply.safeParse(await answer.json().catch(() => undefined))
  throw refusal ? new ApiError(refusal.code, refusal.fields, refusal.requestId) : new ApiError('unavailable')
}
