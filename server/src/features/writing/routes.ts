import * as writing from '@meydan/shared/contracts/writing'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import type { CountNews } from './count-news.ts'
import { deleteDraft, putDraft } from './drafts.ts'
import { revealRound } from './reveal.ts'
import { writingView } from './rounds.ts'

export type WritingDeps = { db: Database; publisher: Publisher; announce: Announce; news: CountNews }

/** Nothing of a note leaves this feature before the reveal, but to its author: no log, no error, no push carries it. */
export function writingRoutes(mount: Mount, { db, publisher, announce, news }: WritingDeps): void {
  mount(writing.readWriting, async ({ params: { roomId }, seat }) => writingView(db, { roomId, seatId: seat.id }))

  mount(writing.putDraft, async ({ params, body, seat }) => {
    if (await putDraft(db, { ...params, seatId: seat.id }, body)) news.tell(params.roomId)
    return {}
  })

  mount(writing.deleteDraft, async ({ params, seat }) => {
    if (await deleteDraft(db, { ...params, seatId: seat.id })) news.tell(params.roomId)
    return {}
  })

  mount(writing.revealWriting, async ({ params: { roomId, stepId }, identity }) => {
    const needs = writing.revealWriting.needs
    const revealed = await inLockedRoom(db, { roomId, identity, needs }, (trx) => revealRound(trx, { roomId, stepId }))
    if (revealed.documentId && revealed.notes > 0) announce(revealed.documentId)
    publisher.topic(roomId, 'writing')
    return revealed
  })
}
