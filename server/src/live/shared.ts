import type { IncomingMessage } from 'node:http'
import { AppError } from '@meydan/shared/errors'
import type { Namespace, Socket } from 'socket.io'
import { type LinkStanding, requireLink, standingLinks } from '../access/shared-links.ts'
import { SocketPlaces } from '../access/socket-places.ts'
import type { Database } from '../database/schema.ts'
import type { LiveServer } from './publish.ts'

const CHANNEL = 'shared-links'
/** How often each node looks how links and their documents stand, while anybody has one open. */
const LOOK_EVERY_MS = 1_000
/** A hall behind one link. */
const CONNECTIONS_PER_LINK = 500
const CONNECTIONS_PER_ADDRESS = 1_000

type Announcer = {
  publish(channel: string, message: Uint8Array): void
  subscribe(channel: string, listener: () => void): () => void
}
type Deps = {
  db: Database
  relay: Announcer
  addressOf: (request: IncomingMessage) => string
  limitScale: number
  onError: (error: unknown) => void
}

/**
 * What people without a seat hear: that the document of their link changed, or what was said by it, never what; and that
 * the link ended, upon which they are sent away. Of the room nothing is told here. A link that is closed or over ends
 * within 2 s on every node: at once where an announcement arrives, otherwise by the look each node takes every second.
 */
export function openSharedLinks(io: LiveServer, deps: Deps): { announce: () => void; close: () => void } {
  // Of its own kind: nothing that a room's sockets send or hear is known here.
  const space = io.of('/shared') as unknown as Namespace
  letIn(space, deps)
  const look = createLook(space, deps.db)
  const lookNow = () => void (space.sockets.size > 0 && look().catch(deps.onError))
  const timer = setInterval(lookNow, LOOK_EVERY_MS)
  const unsubscribe = deps.relay.subscribe(CHANNEL, lookNow)
  return {
    announce: () => {
      deps.relay.publish(CHANNEL, new Uint8Array())
      lookNow()
    },
    close: () => {
      clearInterval(timer)
      unsubscribe()
      space.local.disconnectSockets(true)
    },
  }
}

function letIn(space: Namespace, { db, addressOf, limitScale }: Deps): void {
  const places = new SocketPlaces(CONNECTIONS_PER_LINK * limitScale)
  space.use((socket, next) => {
    const address = addressOf(socket.request)
    if (places.isFull(address, CONNECTIONS_PER_ADDRESS * limitScale)) return next(new Error('slow_down'))
    const token: unknown = (socket.handshake.auth as Record<string, unknown>)['token']
    standingOf(db, typeof token === 'string' ? token.slice(0, 100) : '').then(
      (standing) => {
        if (places.isFull(standing.linkId)) return next(new Error('slow_down'))
        socket.data = standing
        next()
      },
      (error: unknown) => next(new Error(error instanceof AppError ? error.code : 'unavailable')),
    )
  })
  space.on('connection', (socket) => {
    const held = [(socket.data as LinkStanding).linkId, addressOf(socket.request)]
    for (const key of held) places.take(key)
    socket.on('disconnect', () => {
      for (const key of held) places.leave(key)
    })
  })
}

/** How it stands when somebody comes in: what changes from here on is told, all before it the page asks for itself. */
async function standingOf(db: Database, token: string): Promise<LinkStanding> {
  const { linkId } = await requireLink(db, token)
  const [standing] = await standingLinks(db, [linkId])
  if (!standing) throw new AppError('link_expired')
  return standing
}

function createLook(space: Namespace, db: Database): () => Promise<void> {
  let looking: Promise<void> | undefined
  const once = async () => {
    const here = [...space.sockets.values()]
    const linkIds = new Set(here.map(({ data }) => (data as LinkStanding).linkId))
    const standing = new Map((await standingLinks(db, [...linkIds])).map((link) => [link.linkId, link]))
    for (const socket of here) tell(socket, standing.get((socket.data as LinkStanding).linkId))
  }
  return () =>
    (looking ??= once().finally(() => {
      looking = undefined
    }))
}

function tell(socket: Socket, now: LinkStanding | undefined): void {
  const before = socket.data as LinkStanding
  if (!now) {
    socket.emit('shared:ended')
    socket.disconnect(true)
    return
  }
  socket.data = now
  if (before.document !== now.document) socket.emit('shared:changed', { what: 'document' })
  if (before.threads !== now.threads) socket.emit('shared:changed', { what: 'threads' })
}
