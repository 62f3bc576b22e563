import {
  endWord,
  giveWord,
  lowerAllHands,
  lowerHand,
  lowerHandOf,
  type MeetingBalance,
  raiseHand,
  readBalance,
  readVoice,
  sayDone,
  setClock,
} from '@meydan/shared/contracts/voice'
import { AppError } from '@meydan/shared/errors'
import { isGranted, type Permission } from '@meydan/shared/permissions'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { balanceOf } from './balance.ts'
import { endTurn, give, lower, needMeeting, openMeeting, raise, setDone, turnClock, turnNow } from './store.ts'
import { voiceView } from './view.ts'

export type VoiceDeps = { db: Database; publisher: Publisher }

/** Sixty people open the summary of a meeting at once; each would read every board. */
const BALANCE_KEPT_MS = 20_000

export function voiceRoutes(mount: Mount, { db, publisher }: VoiceDeps): void {
  const answer = async (seat: Seat) => ({ voice: await voiceView(db, seat) })

  /** Under the room's lock, so that hands are in one order for all; told after the commit. */
  async function change(
    { identity, seat }: { identity: Identity; seat: Seat },
    needs: Permission,
    work: (trx: Trx) => Promise<void>,
  ) {
    await inLockedRoom(db, { roomId: seat.roomId, identity, needs }, work)
    publisher.topic(seat.roomId, 'voice')
    return answer(seat)
  }

  /** Where no meeting is open, there is nothing to take back. */
  const inMeeting = (roomId: string, work: (trx: Trx, meetingId: string) => Promise<void>) => async (trx: Trx) => {
    const meeting = await openMeeting(trx, roomId)
    if (meeting) await work(trx, meeting.id)
  }

  mount(readVoice, async ({ seat }) => answer(seat))

  mount(raiseHand, (given) =>
    change(given, raiseHand.needs, async (trx) => {
      const { id } = await needMeeting(trx, given.seat.roomId)
      await raise(trx, id, given.seat.id)
    }),
  )

  mount(lowerHand, (given) => {
    const { roomId, id } = given.seat
    return change(
      given,
      lowerHand.needs,
      inMeeting(roomId, (trx, meetingId) => lower(trx, meetingId, id)),
    )
  })

  mount(lowerHandOf, (given) => {
    const { roomId, seatId } = given.params
    return change(
      given,
      lowerHandOf.needs,
      inMeeting(roomId, (trx, meetingId) => lower(trx, meetingId, seatId)),
    )
  })

  mount(lowerAllHands, (given) => change(given, lowerAllHands.needs, inMeeting(given.seat.roomId, lower)))

  mount(giveWord, (given) =>
    change(given, giveWord.needs, async (trx) => {
      const { roomId } = given.seat
      await give(trx, await needMeeting(trx, roomId), { roomId, ...given.body })
    }),
  )

  mount(endWord, (given) =>
    change(
      given,
      endWord.needs,
      inMeeting(given.seat.roomId, async (trx, meetingId) => {
        const turn = await turnNow(trx, meetingId)
        const leads = isGranted('voice.moderate', grantsOf(given.seat))
        if (turn && turn.seatId !== given.seat.id && !leads) throw new AppError('forbidden')
        await endTurn(trx, meetingId)
      }),
    ),
  )

  mount(setClock, (given) => change(given, setClock.needs, (trx) => turnClock(trx, given.seat.roomId, given.body.on)))

  mount(sayDone, (given) => {
    const { roomId, id: seatId } = given.seat
    return change(given, sayDone.needs, (trx) => setDone(trx, { roomId, seatId, ...given.body }))
  })

  const balance = keptBalance((meetingId) => balanceOf(db, meetingId))
  mount(readBalance, async ({ params: { roomId, meetingId } }) => {
    const isHere = await db
      .selectFrom('meeting')
      .select('id')
      .where('id', '=', meetingId)
      .where('roomId', '=', roomId)
      .executeTakeFirst()
    if (!isHere) throw new AppError('not_found')
    return { balance: await balance(meetingId) }
  })
}

/** Computed once for all who ask at the same time, and kept for a moment. */
function keptBalance(compute: (meetingId: string) => Promise<MeetingBalance>) {
  const kept = new Map<string, { until: number; balance: Promise<MeetingBalance> }>()
  return (meetingId: string): Promise<MeetingBalance> => {
    for (const [id, { until }] of kept) if (until < Date.now()) kept.delete(id)
    const known = kept.get(meetingId)
    if (known) return known.balance
    const balance = compute(meetingId)
    kept.set(meetingId, { until: Date.now() + BALANCE_KEPT_MS, balance })
    // A failure is nobody else's answer.
    balance.catch(() => kept.delete(meetingId))
    return balance
  }
}
