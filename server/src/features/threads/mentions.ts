import { MENTION, MENTIONS_MAX } from '@meydan/shared/contracts/threads'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor, Trx } from '../../database/schema.ts'

export type Mentions = { seatIds: string[]; organisationIds: string[] }

/** Who is named in a text, each once. */
export function mentionsIn(text: string): Mentions {
  const found = [...text.matchAll(MENTION)]
  const of = (kind: string) => [...new Set(found.flatMap(([, named, id]) => (named === kind ? [id!] : [])))]
  return { seatIds: of('seat'), organisationIds: of('organisation') }
}

/**
 * Keeps who is named in a comment in step with its text, and answers with those who weren't before. Throws `invalid`
 * where they have no seat in the room: somebody would be told of what they may not see.
 */
export async function keepMentions(
  trx: Trx,
  { roomId, commentId, text }: { roomId: string; commentId: string; text: string },
): Promise<Mentions> {
  const now = mentionsIn(text)
  if (now.seatIds.length + now.organisationIds.length > MENTIONS_MAX)
    throw new AppError('invalid', [{ path: 'text', problem: 'too_many_mentions' }])
  const before = await trx.selectFrom('commentMention').selectAll().where('commentId', '=', commentId).execute()
  const added = {
    seatIds: now.seatIds.filter((id) => !before.some(({ seatId }) => seatId === id)),
    organisationIds: now.organisationIds.filter((id) => !before.some(({ organisationId }) => organisationId === id)),
  }
  await requireMentionable(trx, roomId, added)
  await sql`
    delete from comment_mention where comment_id = ${commentId} and not (
      coalesce(seat_id = any(${now.seatIds}::uuid[]), false)
      or coalesce(organisation_id = any(${now.organisationIds}::uuid[]), false))`.execute(trx)
  await sql`
    insert into comment_mention (comment_id, seat_id, organisation_id)
    select ${commentId}::uuid, id, null from unnest(${added.seatIds}::uuid[]) as id
    union all
    select ${commentId}::uuid, null, id from unnest(${added.organisationIds}::uuid[]) as id`.execute(trx)
  return added
}

async function requireMentionable(db: Executor, roomId: string, { seatIds, organisationIds }: Mentions): Promise<void> {
  if (seatIds.length + organisationIds.length === 0) return
  const seats = await db
    .selectFrom('seat')
    .select(['id', 'organisationId'])
    .where('roomId', '=', roomId)
    .where('removedAt', 'is', null)
    .execute()
  const known = new Set(seats.flatMap(({ id, organisationId }) => [id, organisationId]))
  if (![...seatIds, ...organisationIds].every((id) => known.has(id)))
    throw new AppError('invalid', [{ path: 'text', problem: 'not_offered' }])
}

/** The seats that are named, those of an organisation all together. */
export async function seatsNamed(db: Executor, roomId: string, named: Mentions): Promise<string[]> {
  const { seatIds, organisationIds } = named
  if (organisationIds.length === 0) return seatIds
  const rows = await db
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', roomId)
    .where('organisationId', 'in', organisationIds)
    .execute()
  return [...new Set([...seatIds, ...rows.map(({ id }) => id)])]
}
