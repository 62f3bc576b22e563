import * as threads from '@meydan/shared/contracts/threads'
import type { Permission } from '@meydan/shared/permissions'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Seat } from '../../access/seats.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { settleReadThreads } from '../../notify/notify.ts'
import { findAnchored } from './anchor.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { changeComment, removeComment, setReaction, setResolved } from './changing.ts'
import { threadCounts, threadsPage } from './list.ts'
import { judgeMove, moveTo } from './moving.ts'
import { threadPins } from './pins.ts'
import { readerOf } from './reader.ts'
import { markAllRead, markRead } from './reading.ts'
import { readThreadAt } from './thread.ts'
import { appendComment, insertThread, type Written } from './writing.ts'

export type ThreadDeps = { db: Database; publisher: Publisher; perRoomBytes: number }
type Doer = { identity: Identity; seat: Seat }

export function threadRoutes(mount: Mount, deps: ThreadDeps): void {
  const { db } = deps
  mount(threads.listThreads, async ({ seat, query }) => {
    const reader = readerOf(seat)
    const [page, counts] = await Promise.all([threadsPage(db, reader, query), threadCounts(db, reader)])
    return { ...page, counts }
  })
  mount(threads.listThreadPins, ({ seat, params }) => threadPins(db, readerOf(seat), params.documentId))
  mount(threads.readThread, async ({ seat, params, query }) =>
    readThreadAt(db, readerOf(seat), { ...params, ...query }),
  )
  writingRoutes(mount, deps)
  changingRoutes(mount, deps)
  readingRoutes(mount, deps)
  attachmentRoutes(mount, deps)
}

/** Does it in the locked room, and tells everybody in it, and whom it concerns, after the commit. */
async function inRoom<T extends { told: string[] }>(
  { db, publisher }: ThreadDeps,
  { identity, seat: { roomId } }: Doer,
  needs: Permission,
  work: (trx: Trx) => Promise<T>,
): Promise<Omit<T, 'told'>> {
  const { told, ...done } = await inLockedRoom(db, { roomId, identity, needs }, work)
  if (told.length > 0) publisher.news(told)
  publisher.topic(roomId, 'threads')
  return done
}

/** The same, and answers with the thread as it is then. */
function change(deps: ThreadDeps, given: Doer, needs: Permission, work: (trx: Trx) => Promise<Written>) {
  return inRoom(deps, given, needs, async (trx) => {
    const { threadId, told } = await work(trx)
    return { ...(await readThreadAt(trx, readerOf(given.seat), { threadId })), told }
  })
}

function writingRoutes(mount: Mount, deps: ThreadDeps): void {
  mount(threads.startThread, async (given) => {
    const { anchor } = given.body
    const about = await findAnchored(deps.db, given.seat.roomId, anchor)
    return change(deps, given, threads.startThread.needs, (trx) =>
      insertThread(trx, given.seat, { ...given.body, about }),
    )
  })

  mount(threads.addComment, (given) => {
    const { threadId } = given.params
    return change(deps, given, threads.addComment.needs, (trx) =>
      appendComment(trx, given.seat, { threadId, ...given.body }),
    )
  })
}

function changingRoutes(mount: Mount, deps: ThreadDeps): void {
  mount(threads.editComment, (given) =>
    change(deps, given, threads.editComment.needs, (trx) =>
      changeComment(trx, given.seat, { ...given.params, ...given.body }),
    ),
  )

  mount(threads.deleteComment, (given) =>
    inRoom(deps, given, threads.deleteComment.needs, async (trx) => {
      const isLeft = await removeComment(trx, given.seat, given.params)
      const { threadId } = given.params
      const nothing = { thread: null, comments: [], hasEarlier: false }
      return { ...(isLeft ? await readThreadAt(trx, readerOf(given.seat), { threadId }) : nothing), told: [] }
    }),
  )

  mount(threads.resolveThread, (given) =>
    change(deps, given, threads.resolveThread.needs, (trx) =>
      setResolved(trx, given.seat, { ...given.params, ...given.body }),
    ),
  )

  mount(threads.moveThread, async (given) => {
    const at = { roomId: given.seat.roomId, threadId: given.params.threadId }
    const move = await judgeMove(deps.db, at, given.body)
    return change(deps, given, threads.moveThread.needs, (trx) => moveTo(trx, at, move))
  })

  mount(threads.reactToComment, (given) =>
    change(deps, given, threads.reactToComment.needs, (trx) =>
      setReaction(trx, given.seat, { ...given.params, ...given.body }),
    ),
  )
}

/** In archived rooms too: what one has read changes nothing in them. */
function readingRoutes(mount: Mount, { db, publisher }: ThreadDeps): void {
  /** My other windows show it too, and the bell rings no more for it. */
  const tellRead = async ({ personId, roomId }: Seat) => {
    await settleReadThreads(db, { personId, roomId })
    publisher.news([personId])
  }

  mount(threads.markThreadRead, async ({ seat, params, body }) => {
    if (await markRead(db, readerOf(seat), { ...params, ...body })) await tellRead(seat)
    return {}
  })

  mount(threads.markThreadsRead, async ({ seat }) => {
    if (await markAllRead(db, readerOf(seat))) await tellRead(seat)
    return {}
  })
}
