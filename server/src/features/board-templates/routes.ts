import {
  createBoardTemplate,
  deleteBoardTemplate,
  editBoardTemplate,
  listBoardTemplates,
  listRoomTemplates,
  readBoardTemplate,
  readRoomTemplate,
} from '@meydan/shared/contracts/board-templates'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { clipOfTemplate, deleteTemplate, insertTemplate, templatesOf, updateTemplate } from './store.ts'

export function boardTemplateRoutes(mount: Mount, { db }: { db: Database }): void {
  mount(listBoardTemplates, async ({ params }) => ({ templates: await templatesOf(db, params.programmeId) }))

  mount(readBoardTemplate, async ({ params }) => ({ clip: await clipOfTemplate(db, params) }))

  mount(createBoardTemplate, async ({ params, body, identity }) => ({
    template: await insertTemplate(db, { ...body, ...params, createdBy: identity.personId }),
  }))

  mount(editBoardTemplate, async ({ params, body }) => ({ template: await updateTemplate(db, params, body) }))

  mount(deleteBoardTemplate, async ({ params }) => {
    await deleteTemplate(db, params)
    return {}
  })

  mount(listRoomTemplates, async ({ seat }) => ({ templates: await templatesOf(db, seat.programmeId) }))

  mount(readRoomTemplate, async ({ params: { templateId }, seat: { programmeId } }) => ({
    clip: await clipOfTemplate(db, { programmeId, templateId }),
  }))
}
