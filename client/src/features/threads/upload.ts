import {
  ATTACHMENT_MAX_BYTES,
  type AttachmentView,
  FILE_NAME_MAX,
  uploadAttachment,
} from '@meydan/shared/contracts/threads'
import { addressOf, ApiError, refusalIn } from '../../api.ts'

const TIMEOUT_MS = 120_000

/**
 * Sends a file for a comment that is being written; `onProgress` hears 0 to 1. Rejects with ApiError: `file_not_allowed`
 * where the server refuses its kind, `too_large`, `offline` and what else a request is refused with.
 */
export async function sendFile(
  roomId: string,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<AttachmentView> {
  // Sent all the same, it would look like a lost connection: the server hangs up in the middle.
  if (file.size > ATTACHMENT_MAX_BYTES) throw new ApiError('too_large')
  const request = new XMLHttpRequest()
  const name = [...file.name].slice(-FILE_NAME_MAX).join('')
  request.open(uploadAttachment.method, addressOf(uploadAttachment.path, { roomId }, { name }))
  request.timeout = TIMEOUT_MS
  request.setRequestHeader('x-meydan', '1')
  request.setRequestHeader('content-type', file.type || 'application/octet-stream')
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
  const stop = () => request.abort()
  signal.addEventListener('abort', stop)
  try {
    await new Promise<void>((resolve, reject) => {
      request.onload = () => resolve()
      request.onerror = request.ontimeout = request.onabort = () => reject(new ApiError('offline'))
      request.send(file)
    })
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const answer = parsed(request.responseText)
  if (request.status !== 200) throw refusalIn(answer)
  return uploadAttachment.reply.parse(answer).attachment
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
