import { type AttachmentView, type CommentView, ReactionSign, reactionSigns } from '@meydan/shared/contracts/threads'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

type CommentRow = {
  id: string
  threadId: string
  seatId: string | null
  outsider: CommentView['outsider']
  text: string
  attachments: AttachmentView[]
  reactions: { sign: string; seatIds: string[] }[]
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
}

/** So many comments of a thread are in one answer. */
const COMMENTS_PAGE = 100

export async function commentsOf(db: Executor, ids: readonly string[]): Promise<Map<string, CommentView>> {
  if (ids.length === 0) return new Map()
  const views = await commentViews(db, sql`where comment.id = any(${[...ids]}::uuid[])`)
  return new Map(views.map((view) => [view.id, view]))
}

/** The last comments of a thread, or the last before one of them, the oldest first. */
export async function commentsPage(
  db: Executor,
  threadId: string,
  before?: string,
): Promise<{ comments: CommentView[]; hasEarlier: boolean }> {
  const earlier =
    before === undefined
      ? sql`true`
      : sql`(comment.created_at, comment.id) < (select created_at, id from comment where id = ${before} and thread_id = ${threadId})`
  const views = await commentViews(
    db,
    sql`where comment.thread_id = ${threadId} and ${earlier}
      order by comment.created_at desc, comment.id desc limit ${COMMENTS_PAGE + 1}`,
  )
  return { comments: views.slice(0, COMMENTS_PAGE).reverse(), hasEarlier: views.length > COMMENTS_PAGE }
}

async function commentViews(db: Executor, which: RawBuilder<unknown>): Promise<CommentView[]> {
  const { rows } = await sql<CommentRow>`
    select comment.id, comment.thread_id, comment.seat_id, text, comment.created_at, edited_at, deleted_at,
      case when outsider is not null then json_build_object('name', outsider, 'link', coalesce(link.label, '')) end as outsider,
      coalesce((
        select json_agg(json_build_object('id', file.id, 'name', name, 'mediaType', media_type, 'size', size,
          'width', width, 'height', height) order by file.created_at, file.id)
        from attachment file where file.comment_id = comment.id), '[]') as attachments,
      coalesce((
        select json_agg(json_build_object('sign', sign, 'seatIds', seat_ids))
        from (
          select sign, array_agg(seat_id order by created_at) as seat_ids from comment_reaction
          where comment_id = comment.id group by sign
        ) set_signs), '[]') as reactions
    from comment left join shared_link link on link.id = comment.link_id ${which}`.execute(db)
  return rows.map(commentView)
}

function commentView({ createdAt, editedAt, deletedAt, reactions, ...row }: CommentRow): CommentView {
  return {
    ...row,
    reactions: reactionSigns.flatMap((sign) => {
      const given = reactions.find((reaction) => ReactionSign.safeParse(reaction.sign).data === sign)
      return given ? [{ sign, seatIds: given.seatIds }] : []
    }),
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    deletedAt: deletedAt?.toISOString() ?? null,
  }
}
