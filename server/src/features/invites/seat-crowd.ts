import { AppError } from '@meydan/shared/errors'
import type { Language } from '@meydan/shared/languages'
import { type Guest, seatGuests } from '../../access/guests.ts'
import { requireUnlike } from '../../access/names.ts'
import { isWelcome, leastUsedColour, lockRoom } from '../../access/seats.ts'
import type { NewSession } from '../../access/sessions.ts'
import type { Trx } from '../../database/schema.ts'
import { type Link, lookAround, requireUsable, type Surroundings, useLink } from './open-link.ts'

/** Somebody without a session, who named an organisation and doesn't have to wait. */
export type Comer = { link: Link; name: string; language: Language; organisationId: string }

/**
 * Seats guests who come by the same link, one after the other as far as names, colours and uses go. Each has a session in
 * their place, or why they have none, which is no matter of the others.
 */
export async function seatCrowd(trx: Trx, comers: readonly Comer[]): Promise<(NewSession | AppError)[]> {
  const { link } = comers[0]!
  const room = await lockRoom(trx, link.roomId)
  const around = await lookAround(trx, link, null)
  const guests: Guest[] = []
  const outcomes = comers.map((comer) => {
    try {
      guests.push(guestOf(comer, room, { ...around, isUsedUp: guests.length >= around.usesLeft }))
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
    const { name, seat } = guests.at(-1)!
    around.names.push(name)
    around.colours.push(seat.colour)
    return null
  })
  if (guests.length === 0) return outcomes.map((refused) => refused!)
  await useLink(trx, link.id, guests.length)
  const sessions = await seatGuests(trx, guests)
  return outcomes.map((refused) => refused ?? sessions.shift()!)
}

function guestOf({ link, name, language, organisationId }: Comer, room: LockedRoom, around: Surroundings): Guest {
  requireUsable(around)
  requireUnchanged(link, room)
  requireUnlike(name, around.names)
  requireFitting(link, { id: organisationId }, around)
  const { programmeId, roomId, role, id: invitationId } = link
  const colour = leastUsedColour(around.colours)
  return { name, language, seat: { programmeId, roomId, role, invitationId, organisationId, colour } }
}

type LockedRoom = Awaited<ReturnType<typeof lockRoom>>

/** Throws where the room is archived, or one comes in otherwise than when the link was read. */
export function requireUnchanged(link: Link, room: LockedRoom): void {
  if (room?.archivedAt) throw new AppError('room_archived')
  // A facilitator has changed it: what was asked for then may not be enough.
  if (room?.lobby !== link.lobby || room.passphraseHash !== link.passphraseHash) throw new AppError('conflict')
}

/** Throws where the link doesn't lead here for this organisation. */
export function requireFitting(
  link: Link,
  organisation: { id: string } | { add: { side: Surroundings['organisations'][number]['side'] } },
  { organisations }: Pick<Surroundings, 'organisations'>,
): void {
  if (link.organisationId) {
    if (!('id' in organisation) || organisation.id !== link.organisationId) throw atFault('organisation_of_link')
    return
  }
  const side =
    'id' in organisation ? organisations.find(({ id }) => id === organisation.id)?.side : organisation.add.side
  if (!side) throw atFault('organisation_unknown')
  if (!isWelcome(link, side)) throw atFault('organisation_side')
}

function atFault(problem: string): AppError {
  return new AppError('invalid', [{ path: 'organisation', problem }])
}
