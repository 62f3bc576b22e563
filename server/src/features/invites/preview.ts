import { isNamedRole, type previewInvitation } from '@meydan/shared/contracts/invites'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'
import type { Identity } from '../../access/identity.ts'
import { isWelcome } from '../../access/seats.ts'
import type { Database } from '../../database/schema.ts'
import { findLink, isInRoom, type Link, requireUsable } from './open-link.ts'

/**
 * What the join screen shows of a link. Throws what redeeming would throw, but for who already has a seat: they get in
 * whatever became of the link.
 */
export async function previewLink(
  db: Database,
  token: string,
  identity: Identity | null,
): Promise<ReplyOf<typeof previewInvitation>> {
  const link = await findLink(db, token)
  const isIn = identity !== null && (await isInRoom(db, link.roomId, identity.personId))
  if (!isIn) requireUsable(link)
  const { language, expiresAt, ...room } = await roomOf(db, link)
  const { role, label, organisationId, audience } = link
  return {
    ...room,
    audience,
    role,
    label,
    organisationId,
    language: Language.catch('en').parse(language),
    expiresAt: expiresAt.toISOString(),
    organisations: await choosableOrganisations(db, link),
    lobby: isNamedRole(role) ? 'open' : link.lobby,
    alreadyIn: isIn ? link.roomId : null,
  }
}

function roomOf(db: Database, link: Link) {
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
    .where('invitation.id', '=', link.id)
    .executeTakeFirstOrThrow()
}

/** The organisations one may come for by this link, by name. */
async function choosableOrganisations(db: Database, link: Link): Promise<{ id: string; name: string; side: Side }[]> {
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name'])
    .select((eb) => eb.ref('side').$castTo<Side>().as('side'))
    .where('programmeId', '=', link.programmeId)
    .$if(link.organisationId !== null, (query) => query.where('id', '=', link.organisationId!))
    .orderBy('nameFolded')
    .execute()
  return rows.filter(({ side }) => link.organisationId !== null || isWelcome(link, side))
}
