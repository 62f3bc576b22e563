/** Agendas one can begin with; their texts are in catalogue.ts. */
export const agendaTemplateIds = ['needs', 'consultation', 'charter', 'followUp', 'topaketa', 'retrospective'] as const
export type AgendaTemplateId = (typeof agendaTemplateIds)[number]
