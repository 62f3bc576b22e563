import type { StepDraft } from '../contracts/meetings.ts'
import { charterAgenda } from './charter.ts'
import { consultationAgenda } from './consultation.ts'
import { followUpAgenda } from './follow-up.ts'
import type { AgendaTemplateId } from './ids.ts'
import { needsAgenda } from './needs.ts'
import { retrospectiveAgenda } from './retrospective.ts'
import { topaketaAgenda } from './topaketa.ts'

const agendas: Record<AgendaTemplateId, () => StepDraft[]> = {
  needs: needsAgenda,
  consultation: consultationAgenda,
  charter: charterAgenda,
  followUp: followUpAgenda,
  topaketa: topaketaAgenda,
  retrospective: retrospectiveAgenda,
}

/** The steps of an agenda template, with their texts in all six languages. */
export function agendaOf(id: AgendaTemplateId): StepDraft[] {
  return agendas[id]()
}
