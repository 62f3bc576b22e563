import { addActions, addPlan, readOrganisations, removeActions } from '@meydan/shared/contracts/plans'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { writeActions, withdrawActions } from './actions.ts'
import { addPlanToRoom, organisationsFor } from './store.ts'

export type PlanDeps = { db: Database; publisher: Publisher; announce: Announce }

export function planRoutes(mount: Mount, { db, publisher, announce }: PlanDeps): void {
  mount(readOrganisations, async ({ params: { roomId }, seat: { programmeId } }) => ({
    organisations: await organisationsFor(db, { roomId, programmeId }),
  }))

  mount(addPlan, async ({ params: { roomId }, body: { title }, identity }) => {
    const document = await inLockedRoom(db, { roomId, identity, needs: addPlan.needs }, (trx) =>
      addPlanToRoom(trx, { roomId, title, createdBy: identity.personId }),
    )
    publisher.toRoom(roomId, 'room:changed', { roomId })
    return { document }
  })

  mount(addActions, async ({ params: { roomId, documentId }, body: { actions }, identity, seat }) => {
    const actionIds = await inLockedRoom(db, { roomId, identity, needs: addActions.needs }, (trx) =>
      writeActions(trx, { documentId, seat, actions }),
    )
    announce(documentId)
    return { actionIds }
  })

  mount(removeActions, async ({ params: { roomId, documentId }, body: { actionIds }, identity, seat }) => {
    const isChanged = await inLockedRoom(db, { roomId, identity, needs: removeActions.needs }, (trx) =>
      withdrawActions(trx, { documentId, seat, actionIds }),
    )
    if (isChanged) announce(documentId)
    return {}
  })
}
