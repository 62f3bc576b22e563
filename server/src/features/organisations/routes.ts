import { addOrganisation, deleteOrganisation, editOrganisation } from '@meydan/shared/contracts/programmes'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { insertOrganisation, removeOrganisation, updateOrganisation } from './store.ts'

export function organisationRoutes(mount: Mount, { db }: { db: Database }): void {
  mount(addOrganisation, async ({ params, body, identity }) => ({
    organisation: await insertOrganisation(db, { ...params, createdBy: identity.personId, organisation: body }),
  }))

  mount(editOrganisation, async ({ params, body }) => ({
    organisation: await updateOrganisation(db, params, body),
  }))

  mount(deleteOrganisation, async ({ params }) => {
    await removeOrganisation(db, params)
    return {}
  })
}
