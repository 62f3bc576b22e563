import { foldName } from '@meydan/shared/names'
import type { Language } from '@meydan/shared/languages'
import type { Audience, FieldOfWork, OrganisationKind, SeatRole, Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { COLOURS } from '../access/seats.ts'
import { hashToken, linkToken } from '../access/tokens.ts'
import type { Trx } from '../database/schema.ts'

/**
 * Rows as the features would write them, for whole programmes made without a request: the demonstration and the test
 * seed. No permission is asked and nobody is told.
 */
export async function addProgramme(
  trx: Trx,
  given: { name: string; description: string; cities: string[] },
): Promise<string> {
  const { id } = await trx.insertInto('programme').values(given).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function addOrganisation(
  trx: Trx,
  given: {
    programmeId: string
    name: string
    kind: OrganisationKind
    side: Side
    city: string
    fields: FieldOfWork[]
    languages: Language[]
    isHost?: boolean
  },
): Promise<string> {
  const { id } = await trx
    .insertInto('organisation')
    .values({ ...given, nameFolded: foldName(given.name) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function addRoom(
  trx: Trx,
  given: { programmeId: string; name: string; purpose: string; audience: Audience; language: Language },
): Promise<string> {
  const { programmeId, name, purpose, audience, language } = given
  const { id } = await trx
    .insertInto('room')
    .values({ programmeId, name, purpose, audience, language })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** `colour` may count on beyond the palette: it wraps. */
export async function addSeat(
  trx: Trx,
  given: {
    programmeId: string
    roomId: string
    personId: string
    organisationId: string
    role: SeatRole
    colour: number
  },
): Promise<string> {
  const { id } = await trx
    .insertInto('seat')
    .values({ ...given, colour: given.colour % COLOURS })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Returns the link's token, which follows from `id` and the installation's secret. */
export async function addInvitation(
  trx: Trx,
  secret: string,
  given: { id: string; roomId: string; role: SeatRole; label: string; maxUses: number; days: number },
): Promise<string> {
  const { days, ...invitation } = given
  const token = linkToken(secret, 'invitation', given.id)
  await trx
    .insertInto('invitation')
    .values({
      ...invitation,
      tokenHash: hashToken(token),
      expiresAt: sql`now() + make_interval(days => ${days}::int)`,
    })
    .execute()
  return token
}
