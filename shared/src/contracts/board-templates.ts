import { z } from 'zod'
import { BoardClip } from '../documents/board/clip.ts'
import { sharedIds } from '../documents/templates/own.ts'
import { Name, Prose } from '../names.ts'
import { contract } from './contract.ts'
import { Id, Nothing, ProgrammeParams, RoomParams, Time } from './ids.ts'

/** What a template may be, as JSON in UTF-8: some 1,000 notes. */
export const TEMPLATE_MAX_BYTES = 512 * 1024
export const TEMPLATES_MAX = 100
export const TEMPLATE_HINT_MAX = 120
/** Title and hint around the clip, and what a client counts otherwise than we do. */
const BODY_MAX_BYTES = TEMPLATE_MAX_BYTES + 16 * 1024

/** A programme's own template, as it is listed. */
export const BoardTemplateSummary = z.object({ id: Id, title: z.string(), hint: z.string(), createdAt: Time })
export type BoardTemplateSummary = z.infer<typeof BoardTemplateSummary>

const TemplateParams = z.strictObject({ programmeId: Id, templateId: Id })
const SafeClip = BoardClip.refine((clip) => sharedIds(clip).length === 0, { error: 'ids_shared' })
const list = z.object({ templates: z.array(BoardTemplateSummary) })

export const listBoardTemplates = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId/board-templates',
  needs: 'programme.view',
  summary: 'The programme’s own board templates, by title',
  params: ProgrammeParams,
  reply: list,
})

export const readBoardTemplate = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId/board-templates/:templateId',
  needs: 'programme.view',
  summary: 'What is on a template',
  params: TemplateParams,
  reply: z.object({ clip: BoardClip }),
})

export const createBoardTemplate = contract({
  method: 'POST',
  path: '/api/programmes/:programmeId/board-templates',
  needs: 'programme.edit',
  summary: 'Save a board as a template; authors, reactions and pictures are left out',
  params: ProgrammeParams,
  body: z.strictObject({ title: Name(), hint: Prose(TEMPLATE_HINT_MAX).default(''), clip: SafeClip }),
  maxBytes: BODY_MAX_BYTES,
  reply: z.object({ template: BoardTemplateSummary }),
})

export const editBoardTemplate = contract({
  method: 'PATCH',
  path: '/api/programmes/:programmeId/board-templates/:templateId',
  needs: 'programme.edit',
  summary: 'Change a template’s title or hint',
  params: TemplateParams,
  body: z.strictObject({ title: Name().optional(), hint: Prose(TEMPLATE_HINT_MAX).optional() }),
  reply: z.object({ template: BoardTemplateSummary }),
})

export const deleteBoardTemplate = contract({
  method: 'DELETE',
  path: '/api/programmes/:programmeId/board-templates/:templateId',
  needs: 'programme.edit',
  summary: 'Delete a template for good; boards that were made from it stay as they are',
  params: TemplateParams,
  reply: Nothing,
})

/** Who leads a room makes its boards; others don't see them: what one side wrote may be on a template. */
export const listRoomTemplates = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/board-templates',
  needs: 'room.edit',
  summary: 'The templates of the room’s programme, by title',
  params: RoomParams,
  reply: list,
})

export const readRoomTemplate = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/board-templates/:templateId',
  needs: 'room.edit',
  summary: 'What is on a template of the room’s programme',
  params: z.strictObject({ roomId: Id, templateId: Id }),
  reply: z.object({ clip: BoardClip }),
})
