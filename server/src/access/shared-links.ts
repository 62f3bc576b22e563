import type { LinkLevel } from '@meydan/shared/contracts/shared-links'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Database, Executor } from '../database/schema.ts'
import { hashToken } from './tokens.ts'

/** What somebody without a seat may see, because they have a link to it: one document of one room. */
export type SharedAccess = {
  linkId: string
  roomId: string
  documentId: string
  kind: DocumentKind
  level: LinkLevel
  expiresAt: Date
  /** In an archived room nothing is said any more. */
  isArchived: boolean
}

/**
 * The link of a token, as long as it is good; the token is no session and gives no seat. Throws `link_unknown`, or
 * `link_expired` where its time is over or it was closed.
 */
export async function requireLink(db: Executor, token: string): Promise<SharedAccess> {
  const row = await db
    .selectFrom('sharedLink')
    .innerJoin('document', 'document.id', 'sharedLink.documentId')
    .innerJoin('room', 'room.id', 'sharedLink.roomId')
    .select(['sharedLink.id as linkId', 'sharedLink.roomId', 'sharedLink.documentId', 'sharedLink.expiresAt'])
    .select(({ ref }) => [ref('document.kind').$castTo<DocumentKind>().as('kind')])
    .select(({ ref }) => [ref('sharedLink.level').$castTo<LinkLevel>().as('level')])
    .select(sql<boolean>`room.archived_at is not null`.as('isArchived'))
    .select(sql<boolean>`shared_link.revoked_at is not null or shared_link.expires_at <= now()`.as('isOver'))
    .where('sharedLink.tokenHash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new AppError('link_unknown')
  const { isOver, ...access } = row
  if (isOver) throw new AppError('link_expired')
  return access
}

/** How what a link shows stands: another with every change of the document, of what is hidden, or of what is said by it. */
export type LinkStanding = { linkId: string; document: string; threads: string }

/** Of these links, those that are good still; one statement for all. */
export async function standingLinks(db: Database, linkIds: readonly string[]): Promise<LinkStanding[]> {
  const { rows } = await sql<LinkStanding>`
    select link.id as link_id,
      document.epoch || '.' || document.head || '.' || hidden.digest as document,
      (select concat_ws(' ', hidden.digest, count(*), max(comment.created_at), max(comment.edited_at),
          count(comment.deleted_at), count(thread.resolved_at), max(thread.resolved_at))
        from thread join comment on comment.thread_id = thread.id where thread.link_id = link.id) as threads
    from shared_link link join document on document.id = link.document_id
    -- Of the whole room: minutes name what stands on its boards.
    cross join lateral (
      select md5(coalesce(string_agg(hidden_object.id::text, '' order by hidden_object.id), '')) as digest
      from hidden_object where hidden_object.room_id = link.room_id
    ) hidden
    where link.id = any(${[...linkIds]}::uuid[]) and link.revoked_at is null and link.expires_at > now()`.execute(db)
  return rows
}
