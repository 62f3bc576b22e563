import { randomBytes } from 'node:crypto'
import { type Feed, FEEDS_MOST, type listFeeds } from '@meydan/shared/contracts/follow-up'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { sql } from 'kysely'
import { hashToken } from '../../access/tokens.ts'
import type { Database, Executor } from '../../database/schema.ts'

type Organisations = ReplyOf<typeof listFeeds>['organisations']

/** So long a read is not noted again: calendars come every few minutes. */
const NOTED_EVERY_MS = 5 * 60_000

/** A person's calendars that can be read, the newest first. */
export async function feedsOf(db: Executor, personId: string): Promise<Feed[]> {
  const rows = await db
    .selectFrom('calendarFeed as feed')
    .leftJoin('organisation', 'organisation.id', 'feed.organisationId')
    .select(['feed.id', 'feed.language', 'feed.createdAt', 'feed.readAt', 'organisation.name'])
    .select('organisation.id as organisationId')
    .where('feed.personId', '=', personId)
    .where('feed.revokedAt', 'is', null)
    .orderBy('feed.createdAt', 'desc')
    .orderBy('feed.id')
    .execute()
  return rows.map(({ id, language, createdAt, readAt, organisationId, name }) => ({
    id,
    organisation: organisationId && name ? { id: organisationId, name } : null,
    language: Language.catch('en').parse(language),
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  }))
}

/** Organisations that have a seat, or answer for something, in a room in which this person has a seat now. */
export async function choosable(db: Executor, personId: string): Promise<Organisations> {
  const { rows } = await sql<Organisations[number]>`
    with rooms as (select room_id from seat where person_id = ${personId} and removed_at is null), ids as (
      select organisation_id as id from seat where removed_at is null and room_id in (select room_id from rooms)
      union
      select a.responsible_id from plan_action a join document on document.id = a.document_id
      where document.room_id in (select room_id from rooms)
    )
    select organisation.id, organisation.name, organisation.side, programme.name as programme_name
    from ids join organisation on organisation.id = ids.id join programme on programme.id = organisation.programme_id
    order by organisation.name_folded, organisation.id`.execute(db)
  return rows
}

export type NewFeed = { personId: string; organisationId: string | null; language: Language; now: Date }

/** Makes a calendar; the token is told this once, the database holds its hash alone. Throws `invalid`. */
export async function insertFeed(db: Database, { personId, organisationId, language, now }: NewFeed) {
  return db.transaction().execute(async (trx) => {
    // Two at once wait for each other, or there could be more than there may.
    await trx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute()
    if ((await feedsOf(trx, personId)).length >= FEEDS_MOST) throw invalid('organisationId', 'too_many_feeds')
    if (organisationId && !(await choosable(trx, personId)).some(({ id }) => id === organisationId)) {
      throw invalid('organisationId', 'organisation_unknown')
    }
    const token = randomBytes(24).toString('base64url')
    const { id } = await trx
      .insertInto('calendarFeed')
      .values({ personId, organisationId, language, tokenHash: hashToken(token), createdAt: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { token, feed: (await feedsOf(trx, personId)).find((feed) => feed.id === id)! }
  })
}

function invalid(path: string, problem: string): AppError {
  return new AppError('invalid', [{ path, problem }])
}

/** Throws `not_found` where it is somebody else's; one that is ended already is no error. */
export async function endFeed(db: Executor, of: { personId: string; feedId: string; now: Date }): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('calendarFeed')
    .set(({ fn, val }) => ({ revokedAt: fn.coalesce('revokedAt', val(of.now)) }))
    .where('id', '=', of.feedId)
    .where('personId', '=', of.personId)
    .executeTakeFirst()
  if (!numUpdatedRows) throw new AppError('not_found')
}

export type OpenFeed = { id: string; personId: string; organisationId: string | null; language: Language }

/**
 * The calendar of a token, by the hash of it: what is looked for says nothing of what is there, however long it takes.
 * Notes that it was read. Throws `not_found`, also where it was ended or its person shut out.
 */
export async function openFeed(db: Executor, token: string, now: Date): Promise<OpenFeed & { name: string | null }> {
  const row = await db
    .selectFrom('calendarFeed as feed')
    .innerJoin('person', 'person.id', 'feed.personId')
    .leftJoin('organisation', 'organisation.id', 'feed.organisationId')
    .select(['feed.id', 'feed.personId', 'feed.organisationId', 'feed.language', 'feed.readAt', 'organisation.name'])
    .where('feed.tokenHash', '=', hashToken(token))
    .where('feed.revokedAt', 'is', null)
    .where('person.disabledAt', 'is', null)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  const { readAt, language, ...feed } = row
  if (!readAt || now.getTime() - readAt.getTime() > NOTED_EVERY_MS) {
    await db.updateTable('calendarFeed').set({ readAt: now }).where('id', '=', feed.id).execute()
  }
  return { ...feed, language: Language.catch('en').parse(language) }
}
