import {
  castDots,
  castPosition,
  castProxy,
  closeVote,
  createVote,
  deleteProxy,
  deleteVote,
  editVote,
  listVotes,
  openVote,
  type VoteView,
} from '@meydan/shared/contracts/votes'
import { AppError } from '@meydan/shared/errors'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Seat } from '../../access/seats.ts'
import { readClock } from '../../database/clock.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { JobLog } from '../../jobs/queue.ts'
import { paced } from '../../live/paced.ts'
import type { Publisher } from '../../live/publish.ts'
import { castDots as markDots, castPosition as markPosition } from './cast.ts'
import { closeOverdue } from './close.ts'
import { changeVote, deleteDraft, endVote, makeVote, startVote } from './manage.ts'
import { castProxy as enterProxy, deleteProxy as removeProxy } from './proxies.ts'
import { voteViews } from './views.ts'

/** Sixty people who vote in the same breath would otherwise make each of them fetch sixty times. */
const TURNOUT_EVERY_MS = 1_000

export type VoteDeps = { db: Database; publisher: Publisher; log: JobLog }

export function voteRoutes(mount: Mount, { db, publisher, log }: VoteDeps): void {
  const turnout = paced(
    (roomId) => publisher.topic(roomId, 'votes'),
    () => TURNOUT_EVERY_MS,
  )
  const view = async (seat: Seat, voteId: string): Promise<{ vote: VoteView }> => {
    const [vote] = await voteViews(db, seat, voteId)
    if (!vote) throw new AppError('not_found')
    return { vote }
  }
  /** The deadline closes a vote for whoever looks first after it. */
  const settle = async (roomId: string) => {
    for (const closed of await closeOverdue({ db, log }, roomId)) publisher.topic(closed, 'votes')
  }
  const manage = async <T>(roomId: string, identity: Identity, work: (trx: Trx) => Promise<T>): Promise<T> => {
    await settle(roomId)
    const done = await inLockedRoom(db, { roomId, identity, needs: 'vote.manage' }, work)
    publisher.topic(roomId, 'votes')
    return done
  }

  mount(listVotes, async ({ params: { roomId }, seat }) => {
    await settle(roomId)
    return { votes: await voteViews(db, seat), now: (await readClock(db)).toISOString() }
  })

  mount(createVote, async ({ params: { roomId }, body, identity, seat }) => {
    const given = { ...body, createdBy: identity.personId }
    return view(seat, await manage(roomId, identity, (trx) => makeVote(trx, roomId, given)))
  })

  mount(editVote, async ({ params, body, identity, seat }) => {
    await manage(params.roomId, identity, (trx) => changeVote(trx, params, body))
    return view(seat, params.voteId)
  })

  mount(openVote, async ({ params, identity, seat }) => {
    await manage(params.roomId, identity, (trx) => startVote(trx, params))
    return view(seat, params.voteId)
  })

  mount(closeVote, async ({ params, identity, seat }) => {
    await manage(params.roomId, identity, (trx) => endVote(trx, params))
    return view(seat, params.voteId)
  })

  mount(deleteVote, async ({ params, identity }) => {
    await manage(params.roomId, identity, (trx) => deleteDraft(trx, params))
    return {}
  })

  ballotRoutes(mount, { db, settle, view, pushTurnout: turnout.say })
}

type BallotDeps = {
  db: Database
  settle: (roomId: string) => Promise<void>
  view: (seat: Seat, voteId: string) => Promise<{ vote: VoteView }>
  pushTurnout: (roomId: string) => void
}

function ballotRoutes(mount: Mount, { db, settle, view, pushTurnout }: BallotDeps): void {
  mount(castDots, async ({ params, body, identity, seat }) => {
    await settle(params.roomId)
    const { seenByOthers } = await markDots(db, params, { identity, seatId: seat.id }, body)
    if (seenByOthers) pushTurnout(params.roomId)
    return view(seat, params.voteId)
  })

  mount(castPosition, async ({ params, body, identity, seat }) => {
    await settle(params.roomId)
    const { seenByOthers } = await markPosition(db, params, { identity, seatId: seat.id }, body)
    if (seenByOthers) pushTurnout(params.roomId)
    return view(seat, params.voteId)
  })

  mount(castProxy, async ({ params: { proxyId, ...at }, body, identity, seat }) => {
    await settle(at.roomId)
    await enterProxy(db, at, { identity, seatId: seat.id }, { ...body, proxyId })
    pushTurnout(at.roomId)
    return view(seat, at.voteId)
  })

  mount(deleteProxy, async ({ params: { proxyId, ...at }, identity, seat }) => {
    await settle(at.roomId)
    await removeProxy(db, at, { identity, seatId: seat.id }, proxyId)
    pushTurnout(at.roomId)
    return view(seat, at.voteId)
  })
}
