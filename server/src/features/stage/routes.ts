import * as stage from '@meydan/shared/contracts/stage'
import type { StageView } from '@meydan/shared/contracts/stage'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { hiddenIn, hide, showAgain } from './hidden.ts'
import { lead, release, say, setCursorsMuted, stageOf } from './store.ts'

export type StageDeps = {
  db: Database
  publisher: Publisher
  announce: Announce
  /** Folds a document's log at once: what was hidden must not be in what newcomers are sent. */
  fold: (documentId: string) => Promise<void>
}

export function stageRoutes(mount: Mount, deps: StageDeps): void {
  const { db, publisher } = deps
  const directing = async (
    { roomId, identity }: { roomId: string; identity: Identity },
    work: (trx: Trx) => Promise<void>,
  ): Promise<{ stage: StageView }> => {
    const view = await inLockedRoom(db, { roomId, identity, needs: 'stage.direct' }, async (trx) => {
      await work(trx)
      return stageOf(trx, roomId)
    })
    publisher.topic(roomId, 'stage')
    return { stage: view }
  }

  mount(stage.readStage, async ({ params }) => ({ stage: await stageOf(db, params.roomId) }))

  mount(stage.bringEveryone, async ({ params: { roomId }, body, seat, identity }) =>
    directing({ roomId, identity }, (trx) => lead(trx, roomId, { ...body, seatId: seat.id, viewLocked: false })),
  )

  mount(stage.lockView, async ({ params: { roomId }, body, seat, identity }) =>
    directing({ roomId, identity }, (trx) => lead(trx, roomId, { ...body, seatId: seat.id, viewLocked: true })),
  )

  mount(stage.releaseEveryone, async ({ params: { roomId }, identity }) =>
    directing({ roomId, identity }, (trx) => release(trx, roomId)),
  )

  mount(stage.muteCursors, async ({ params: { roomId }, body, identity }) =>
    directing({ roomId, identity }, (trx) => setCursorsMuted(trx, roomId, body.muted)),
  )

  mount(stage.sayToAll, async ({ params: { roomId }, body, seat, identity }) =>
    directing({ roomId, identity }, (trx) => say(trx, roomId, { ...body, seatId: seat.id })),
  )

  hidingRoutes(mount, deps)
}

function hidingRoutes(mount: Mount, { db, publisher, announce, fold }: StageDeps): void {
  // Votes, open and closed ones, say nothing of what is hidden.
  const tell = (roomId: string) => {
    publisher.topic(roomId, 'stage')
    publisher.topic(roomId, 'votes')
  }

  mount(stage.listHidden, async ({ params }) => ({ hidden: await hiddenIn(db, params.roomId) }))

  mount(stage.hideObjects, async ({ params: { roomId }, body, seat, identity }) => {
    const { documentId, recordIds } = body
    const hidden = await inLockedRoom(db, { roomId, identity, needs: stage.hideObjects.needs }, (trx) =>
      hide(trx, { roomId, documentId, seatId: seat.id, ids: recordIds }),
    )
    announce(documentId)
    tell(roomId)
    await fold(documentId)
    return { hidden }
  })

  mount(stage.showHidden, async ({ params: { roomId, hiddenId }, seat, identity }) => {
    const documentId = await inLockedRoom(db, { roomId, identity, needs: stage.showHidden.needs }, (trx) =>
      showAgain(trx, { roomId, hiddenId, seatId: seat.id }),
    )
    announce(documentId)
    tell(roomId)
    return {}
  })
}
