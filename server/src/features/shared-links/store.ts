import { LINKS_MAX, type SharedLink } from '@meydan/shared/contracts/shared-links'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import { hashToken, linkToken } from '../../access/tokens.ts'
import type { Executor, Trx } from '../../database/schema.ts'

type At = { roomId: string; documentId: string }
type Given = At & Pick<SharedLink, 'level' | 'label'> & { expiresInHours: number; createdBy: string }

const columns = [
  'id',
  'documentId',
  'label',
  'expiresAt',
  'revokedAt',
  'createdAt',
  'opened',
  'openedAt',
  sql<SharedLink['level']>`level`.as('level'),
] as const

type Row = Pick<SharedLink, 'id' | 'documentId' | 'label' | 'level' | 'opened'> & {
  expiresAt: Date
  revokedAt: Date | null
  createdAt: Date
  openedAt: Date | null
}

function linkOf(secret: string, row: Row): SharedLink {
  return {
    ...row,
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    openedAt: row.openedAt?.toISOString() ?? null,
    token: linkToken(secret, 'shared', row.id),
  }
}

/** A document's links, the newest first, with their tokens: for those who may manage them only. Throws `not_found`. */
export async function linksOf(db: Executor, secret: string, at: At): Promise<SharedLink[]> {
  await requireDocument(db, at)
  const rows = await db
    .selectFrom('sharedLink')
    .select(columns)
    .where('documentId', '=', at.documentId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => linkOf(secret, row))
}

/** Makes a link. The room must be locked. Throws `not_found`, and `invalid` where the document has too many. */
export async function insertLink(trx: Trx, secret: string, given: Given): Promise<SharedLink> {
  const { expiresInHours, ...link } = given
  await requireDocument(trx, given)
  const { count } = await trx
    .selectFrom('sharedLink')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('documentId', '=', given.documentId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .executeTakeFirstOrThrow()
  if (count >= LINKS_MAX) throw new AppError('invalid', [{ path: 'label', problem: 'too_many_links' }])
  const id = crypto.randomUUID()
  const row = await trx
    .insertInto('sharedLink')
    .values({
      ...link,
      id,
      tokenHash: hashToken(linkToken(secret, 'shared', id)),
      expiresAt: sql<Date>`now() + make_interval(hours => ${expiresInHours})`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return linkOf(secret, row)
}

/** Closes a link; one that is closed already stays as it is. Throws `not_found`. */
export async function closeLink(
  trx: Trx,
  secret: string,
  { roomId, linkId }: { roomId: string; linkId: string },
): Promise<SharedLink> {
  const row = await trx
    .updateTable('sharedLink')
    .set({ revokedAt: sql<Date>`coalesce(revoked_at, now())` })
    .where('id', '=', linkId)
    .where('roomId', '=', roomId)
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return linkOf(secret, row)
}

/** Not more than once a minute: a page that reads anew is the same visit. */
export async function noteOpened(db: Executor, linkId: string): Promise<void> {
  await sql`
    update shared_link set opened = opened + 1, opened_at = now()
    where id = ${linkId} and (opened_at is null or opened_at < now() - interval '1 minute')`.execute(db)
}

async function requireDocument(db: Executor, { roomId, documentId }: At): Promise<void> {
  const found = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
}

/** The bytes of a picture of a room. */
export async function pictureOf(db: Executor, roomId: string, imageId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('image')
    .select('bytes')
    .where('id', '=', imageId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  return row?.bytes
}
