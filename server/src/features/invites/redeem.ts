import { AppError } from '@meydan/shared/errors'
import { isNamedRole } from '@meydan/shared/contracts/invites'
import type { Language } from '@meydan/shared/languages'
import type { NewOrganisation, Organisation } from '@meydan/shared/contracts/programmes'
import type { Lobby } from '@meydan/shared/words'
import type { Identity } from '../../access/identity.ts'
import { requireUnlike } from '../../access/names.ts'
import { isPassphrase } from '../../access/passphrase.ts'
import { createGuest, editPerson } from '../../access/people.ts'
import { lockRoom, takeSeat } from '../../access/seats.ts'
import { GUEST_DAYS, type NewSession, startSession } from '../../access/sessions.ts'
import { inCrowds } from '../../database/in-crowds.ts'
import type { Database, Trx } from '../../database/schema.ts'
import { askToEnter, isWaiting, stopWaiting } from './arrivals.ts'
import { type FindLink, isInRoom, type Link, lookAround, requireUsable, useLink } from './open-link.ts'
import { type Comer, requireFitting, requireUnchanged, seatCrowd } from './seat-crowd.ts'

export type AddOrganisation = (
  trx: Trx,
  given: { programmeId: string; createdBy: string | null; organisation: NewOrganisation; at: string },
) => Promise<Organisation>

export type Arrival = {
  token: string
  name: string
  language: Language
  organisation: { id: string } | { add: NewOrganisation }
  passphrase?: string | undefined
}

export type Welcome = {
  roomId: string
  /** Whether a seat was taken now; false for who already had one. */
  isNew: boolean
  /** A facilitator has to let them in first. */
  waits: boolean
  /** The guest's first session; null where somebody was signed in already. */
  session: NewSession | null
}

export type RedeemDeps = { db: Database; find: FindLink; addOrganisation: AddOrganisation }

/** So many fit into one statement and let the others in the room go on soon. */
const CROWDS = { atOnce: 1, most: 50 }

/**
 * Takes a seat by a link, in one transaction: the use of the link, the organisation, the guest, the seat and the
 * session all come about or none does. The room's lock keeps names and colours of people arriving together apart. Guests
 * who come while others do share their transaction: one waits for the database once, not for all before them.
 */
export function createRedeem(deps: RedeemDeps): (arrival: Arrival, identity: Identity | null) => Promise<Welcome> {
  const { db, find } = deps
  const seat = inCrowds((guests: Comer[]) => db.transaction().execute((trx) => seatCrowd(trx, guests)), CROWDS)
  return async (arrival, identity) => {
    const link = await find(arrival.token)
    const lobby = isNamedRole(link.role) ? 'open' : link.lobby
    const isKnown = lobby !== 'passphrase' || (await isPassphrase(arrival.passphrase ?? '', link.passphraseHash ?? ''))
    const { name, language, organisation } = arrival
    if (identity || lobby === 'approval' || !isKnown || !('id' in organisation)) {
      return db.transaction().execute((trx) => takePlace(trx, { ...deps, link, lobby, isKnown, arrival, identity }))
    }
    const session = await seat({ link, name, language, organisationId: organisation.id }, link.id)
    if (session instanceof AppError) throw session
    return { roomId: link.roomId, isNew: true, waits: false, session }
  }
}

type Coming = {
  addOrganisation: AddOrganisation
  link: Link
  lobby: Lobby
  /** Whether they know the passphrase, where one is asked for. */
  isKnown: boolean
  arrival: Arrival
  identity: Identity | null
}

async function takePlace(trx: Trx, coming: Coming): Promise<Welcome> {
  const { link, lobby, isKnown, arrival, identity } = coming
  const { programmeId, roomId, role, id: invitationId } = link
  const room = await lockRoom(trx, roomId)
  if (identity && (await isInRoom(trx, roomId, identity.personId))) {
    return { roomId, isNew: false, waits: false, session: null }
  }
  if (identity && lobby === 'approval' && (await isWaiting(trx, roomId, identity.personId))) {
    return { roomId, isNew: false, waits: true, session: null }
  }
  if (!isKnown) throw new AppError('passphrase_wrong', [{ path: 'passphrase', problem: 'passphrase_wrong' }])
  const around = await lookAround(trx, link, identity?.personId ?? null)
  requireUsable(around)
  requireUnchanged(link, room)
  if (!identity || identity.isGuest) requireUnlike(arrival.name, around.names)
  requireFitting(link, arrival.organisation, around)
  await useLink(trx, link.id, 1)
  const personId = await personOf(trx, arrival, identity)
  const organisationId = await organisationOf(trx, coming, personId)
  const waits = lobby === 'approval'
  if (waits) await askToEnter(trx, { roomId, personId, organisationId, role, invitationId })
  else {
    await takeSeat(trx, { programmeId, roomId, personId, organisationId, role, invitationId })
    if (identity) await stopWaiting(trx, roomId, { admitted: true, personId })
  }
  return { roomId, isNew: true, waits, session: identity ? null : await startSession(trx, personId, GUEST_DAYS) }
}

/** A guest's name is what they typed last; an account's is set in the account. */
async function personOf(trx: Trx, { name, language }: Arrival, identity: Identity | null): Promise<string> {
  if (!identity) return createGuest(trx, { name, language })
  if (identity.isGuest) await editPerson(trx, identity.personId, { name, language })
  return identity.personId
}

async function organisationOf(
  trx: Trx,
  { addOrganisation, link, arrival }: Coming,
  createdBy: string,
): Promise<string> {
  if ('id' in arrival.organisation) return arrival.organisation.id
  const { programmeId } = link
  const { add: organisation } = arrival.organisation
  return (await addOrganisation(trx, { programmeId, createdBy, organisation, at: 'organisation.add.name' })).id
}
