import { AppError } from '@meydan/shared/errors'
import { isNamedRole } from '@meydan/shared/contracts/invites'
import type { Language } from '@meydan/shared/languages'
import type { NewOrganisation, Organisation } from '@meydan/shared/contracts/programmes'
import type { Side } from '@meydan/shared/words'
import type { Identity } from '../../access/identity.ts'
import { requireFreeName } from '../../access/names.ts'
import { createGuest, editPerson } from '../../access/people.ts'
import { isWelcome, lockRoom, takeSeat } from '../../access/seats.ts'
import { GUEST_DAYS, type NewSession, startSession } from '../../access/sessions.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import { isPassphrase } from '../../access/passphrase.ts'
import { askToEnter, isWaiting, stopWaiting } from './arrivals.ts'
import { findLink, isInRoom, type Link, useLink } from './open-link.ts'

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

/**
 * Takes a seat by a link, in one transaction: the use of the link, the organisation, the guest, the seat and the
 * session all come about or none does. The room's lock keeps names and colours of people arriving together apart.
 */
export async function redeem(
  deps: { db: Database; addOrganisation: AddOrganisation },
  arrival: Arrival,
  identity: Identity | null,
): Promise<Welcome> {
  const link = await findLink(deps.db, arrival.token)
  const lobby = isNamedRole(link.role) ? 'open' : link.lobby
  const isKnown = lobby !== 'passphrase' || (await isPassphrase(arrival.passphrase ?? '', link.passphraseHash ?? ''))
  return deps.db.transaction().execute(async (trx) => {
    const room = await lockRoom(trx, link.roomId)
    if (identity && (await isInRoom(trx, link.roomId, identity.personId))) {
      return { roomId: link.roomId, isNew: false, waits: false, session: null }
    }
    if (identity && lobby === 'approval' && (await isWaiting(trx, link.roomId, identity.personId))) {
      return { roomId: link.roomId, isNew: false, waits: true, session: null }
    }
    if (!isKnown) throw new AppError('passphrase_wrong', [{ path: 'passphrase', problem: 'passphrase_wrong' }])
    await useLink(trx, link.id)
    if (room?.archivedAt) throw new AppError('room_archived')
    // A facilitator has changed how one comes in since the link was read: what was asked for then may not be enough.
    if (room?.lobby !== link.lobby || room.passphraseHash !== link.passphraseHash) throw new AppError('conflict')
    if (!identity || identity.isGuest) {
      await requireFreeName(trx, { name: arrival.name, roomIds: [link.roomId], personId: identity?.personId ?? null })
    }
    const personId = await personOf(trx, arrival, identity)
    const organisationId = await organisationFor(trx, deps.addOrganisation, link, arrival, personId)
    const { programmeId, roomId, role, id: invitationId } = link
    const waits = lobby === 'approval'
    if (waits) await askToEnter(trx, { roomId, personId, organisationId, role, invitationId })
    else {
      await takeSeat(trx, { programmeId, roomId, personId, organisationId, role, invitationId })
      if (identity) await stopWaiting(trx, roomId, { admitted: true, personId })
    }
    return { roomId, isNew: true, waits, session: identity ? null : await startSession(trx, personId, GUEST_DAYS) }
  })
}

/** A guest's name is what they typed last; an account's is set in the account. */
async function personOf(trx: Trx, { name, language }: Arrival, identity: Identity | null): Promise<string> {
  if (!identity) return createGuest(trx, { name, language })
  if (identity.isGuest) await editPerson(trx, identity.personId, { name, language })
  return identity.personId
}

async function organisationFor(
  trx: Trx,
  addOrganisation: AddOrganisation,
  link: Link,
  { organisation }: Arrival,
  createdBy: string,
): Promise<string> {
  if (link.organisationId) {
    if (!('id' in organisation) || organisation.id !== link.organisationId) throw atFault('organisation_of_link')
    return link.organisationId
  }
  if ('id' in organisation) {
    const side = await sideOf(trx, link.programmeId, organisation.id)
    if (!side) throw atFault('organisation_unknown')
    requireWelcome(link, side)
    return organisation.id
  }
  requireWelcome(link, organisation.add.side)
  const { programmeId } = link
  const added = { programmeId, createdBy, organisation: organisation.add, at: 'organisation.add.name' }
  return (await addOrganisation(trx, added)).id
}

function requireWelcome(link: Link, side: Side): void {
  if (!isWelcome(link, side)) throw atFault('organisation_side')
}

async function sideOf(db: Executor, programmeId: string, organisationId: string): Promise<Side | undefined> {
  const row = await db
    .selectFrom('organisation')
    .select((eb) => eb.ref('side').$castTo<Side>().as('side'))
    .where('programmeId', '=', programmeId)
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return row?.side
}

function atFault(problem: string): AppError {
  return new AppError('invalid', [{ path: 'organisation', problem }])
}
