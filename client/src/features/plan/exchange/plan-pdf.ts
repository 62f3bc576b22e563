import { type PlanPaper, type PlanPart, printPlan } from '@meydan/shared/contracts/plan-pdf'
import { callForFile } from '../../../api.ts'
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
  const params = { roomId: room.value.id, documentId }
  return callForFile(printPlan, { params, body: { ...chosen, parts: [...parts], paper, language } }, signal)
}
