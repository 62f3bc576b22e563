/** What a board can begin with; apart from their content, which is only loaded where a board is made or shown. */
export const boardTemplateIds = [
  'needs',
  'problemTree',
  'stakeholders',
  'swot',
  'priorities',
  'capacity',
  'timeline',
  'retrospective',
  'empty',
] as const
export type BoardTemplateId = (typeof boardTemplateIds)[number]
