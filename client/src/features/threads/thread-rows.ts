import type { CommentView } from '@meydan/shared/contracts/threads'

/** What a thread shows, from above: a day's name before its first comment, “New” before the first unread one. */
export type ThreadRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'comment'; key: string; comment: CommentView }

/** Comments under the days on which they were written, in this device's time; `firstNew` is the first unread one's id. */
export function rowsOf(comments: readonly CommentView[], firstNew: string | null): ThreadRow[] {
  let day = ''
  return comments.flatMap((comment) => {
    const its = dayOf(comment.createdAt)
    const rows: ThreadRow[] = its === day ? [] : [{ kind: 'day', key: `day ${its}`, at: comment.createdAt }]
    day = its
    if (comment.id === firstNew) rows.push({ kind: 'new', key: 'new' })
    rows.push({ kind: 'comment', key: comment.id, comment })
    return rows
  })
}

function dayOf(iso: string): string {
  const at = new Date(iso)
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`
}

/** The first of the last `unread` comments that others wrote; null where none is unread. */
export function firstUnread(comments: readonly CommentView[], unread: number, seatId: string): string | null {
  const others = comments.filter((comment) => comment.seatId !== seatId)
  return unread > 0 ? ((others.at(-unread) ?? others[0])?.id ?? null) : null
}

/** What of `now` others wrote since `before` was shown. */
export function newOnes(
  before: readonly CommentView[],
  now: readonly CommentView[],
  seatId: string,
): readonly CommentView[] {
  const last = before.at(-1)
  if (!last) return []
  const known = new Set(before.map(({ id }) => id))
  return now.filter(
    (comment) => !known.has(comment.id) && comment.seatId !== seatId && comment.createdAt >= last.createdAt,
  )
}
