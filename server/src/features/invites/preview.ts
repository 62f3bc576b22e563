import { isNamedRole, type previewInvitation } from '@meydan/shared/contracts/invites'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Identity } from '../../access/identity.ts'
import { isWelcome } from '../../access/seats.ts'
import { readTogether } from '../../database/read-together.ts'
import type { Database } from '../../database/schema.ts'
import { type FindLink, isInRoom, requireUsable } from './open-link.ts'

/**
 * What the join screen shows of a link. Throws what redeeming would throw, but for who already has a seat: they get in
 * whatever became of the link. What is the same for all who ask at once is read once.
 */
export function createPreviews(
  db: Database,
  find: FindLink,
): (token: string, identity: Identity | null) => Promise<ReplyOf<typeof previewInvitation>> {
  const readPlace = readTogether((linkId) => placeOf(db, linkId))
  return async (token, identity) => {
    const link = await find(token)
    const isIn = identity !== null && (await isInRoom(db, link.roomId, identity.personId))
    if (!isIn) requireUsable(link)
    const { language, expiresAt, organisations, ...place } = await readPlace(link.id)
    const { role, label, organisationId, audience } = link
    return {
      ...place,
      audience,
      role,
      label,
      organisationId,
      language: Language.catch('en').parse(language),
      expiresAt: expiresAt.toISOString(),
      organisations: organisations.filter(({ id, side }) =>
        organisationId === null ? isWelcome(link, side) : id === organisationId,
      ),
      lobby: isNamedRole(role) ? 'open' : link.lobby,
      alreadyIn: isIn ? link.roomId : null,
    }
  }
}

/** Where a link leads, and the organisations of the programme by name. */
function placeOf(db: Database, linkId: string) {
  return db
    .selectFrom('invitation')
    .innerJoin('room', 'room.id', 'invitation.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .innerJoin('organisation as host', (join) =>
      join.onRef('host.programmeId', '=', 'programme.id').on('host.isHost', '=', true),
    )
    .select([
      'room.name as roomName',
      'programme.name as programmeName',
      'host.name as hostName',
      'room.language',
      'invitation.expiresAt',
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('organisation')
          .select(['organisation.id', 'organisation.name', sql<Side>`organisation.side`.as('side')])
          .whereRef('organisation.programmeId', '=', 'programme.id')
          .orderBy('organisation.nameFolded'),
      ).as('organisations'),
    )
    .where('invitation.id', '=', linkId)
    .executeTakeFirstOrThrow()
}
