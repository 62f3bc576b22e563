import { type PlanPaper, type PlanPart, printPlan } from '@meydan/shared/contracts/plan-pdf'
import { ErrorReply } from '@meydan/shared/errors'
import { ApiError, addressOf } from '../../../api.ts'
import type { PlanContext } from '../plan-context.ts'
import type { ExportRequest } from './export-plan.ts'

export type PdfChoice = { parts: readonly PlanPart[]; paper: PlanPaper }

/** The plan to print, made by the server of what is stored there. Throws ApiError, or the signal's reason. */
export async function planPdf(
  { room, documentId }: PlanContext,
  { shown, language }: Pick<ExportRequest, 'shown' | 'language'>,
  { parts, paper }: PdfChoice,
  signal: AbortSignal,
): Promise<Blob> {
  const chosen = shown ? { actions: shown.map(({ action }) => action.id) } : {}
  const answer = await asked(addressOf(printPlan.path, { roomId: room.value.id, documentId }), {
    method: printPlan.method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { 'x-meydan': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ ...chosen, parts, paper, language }),
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
