import type { CloseReason } from '@meydan/shared/close-codes'
import { AppError } from '@meydan/shared/errors'
import type { Permission } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import type { Database } from '../database/schema.ts'
import { authorise } from './guard.ts'
import type { Identity } from './identity.ts'
import type { Seat } from './seats.ts'

const CHECK_EVERY_MS = 1_000
const CHANNEL = 'revoked'

/** A socket that stays open only as long as its session, and its seat if it has one, stand as they did. */
export type OpenConnection = {
  readonly sessionId: string
  /** `standing` as `standingOf` gave it when the connection was let in. */
  readonly seat?: { readonly id: string; readonly standing: string }
  end(reason: CloseReason): void
}

export type Revocations = {
  /** Call after the commit of whatever ended a session or seat or changed a role: every node looks at once. */
  announce(): void
}

type Announcer = {
  publish(channel: string, message: Uint8Array): void
  subscribe(channel: string, listener: () => void): () => void
}

/**
 * Keeps open sockets honest. Sign-out, removal, a changed role or an archived room end them within 2 s on every node:
 * at once where an announcement arrives, otherwise by the look each node takes every second.
 */
export class ConnectionWatch implements Revocations {
  readonly #db: Database
  readonly #announcer: Announcer
  readonly #onError: (error: unknown) => void
  readonly #open = new Set<OpenConnection>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void
  #looking: Promise<void> | undefined
  #lookAgain = false

  constructor(db: Database, announcer: Announcer, onError: (error: unknown) => void) {
    this.#db = db
    this.#announcer = announcer
    this.#onError = onError
    this.#timer = setInterval(() => this.#look(), CHECK_EVERY_MS)
    this.#unsubscribe = announcer.subscribe(CHANNEL, () => this.#look())
  }

  /** Watches a connection; returns how to stop. */
  add(connection: OpenConnection): () => void {
    this.#open.add(connection)
    return () => this.#open.delete(connection)
  }

  announce(): void {
    this.#announcer.publish(CHANNEL, new Uint8Array())
    this.#look()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#unsubscribe()
  }

  #look(): void {
    if (this.#looking) {
      this.#lookAgain = true
      return
    }
    this.#looking = this.#check()
      // With the database away nobody can be judged; the sockets stay and the next look decides.
      .catch(this.#onError)
      .finally(() => {
        this.#looking = undefined
        if (!this.#lookAgain) return
        this.#lookAgain = false
        this.#look()
      })
  }

  async #check(): Promise<void> {
    const connections = [...this.#open]
    if (connections.length === 0) return
    const [sessions, standings] = await Promise.all([
      liveSessions(this.#db, [...new Set(connections.map(({ sessionId }) => sessionId))]),
      standingOf(this.#db, [...new Set(connections.flatMap(({ seat }) => seat?.id ?? []))]),
    ])
    for (const connection of connections) {
      if (!this.#open.has(connection)) continue
      const reason = reasonToEnd(connection, sessions, standings)
      if (!reason) continue
      try {
        connection.end(reason)
      } catch (error) {
        // One that can't be ended must not keep the others open.
        this.#onError(error)
      }
    }
  }
}

function reasonToEnd(
  { sessionId, seat }: OpenConnection,
  sessions: ReadonlySet<string>,
  standings: ReadonlyMap<string, string>,
): CloseReason | null {
  if (!sessions.has(sessionId)) return 'signedOut'
  if (!seat) return null
  const standing = standings.get(seat.id)
  if (standing === undefined) return 'noSeat'
  // Come back and be let in anew, with what is allowed now.
  return standing === seat.standing ? null : 'restarting'
}

async function liveSessions(db: Database, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.personId')
    .select('session.id')
    .where('session.id', 'in', ids)
    .where('session.expiresAt', '>', sql<Date>`now()`)
    .where('person.disabledAt', 'is', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** What a seat may do depends on this alone: its role, and whether its room is archived. Removed seats have none. */
async function standingOf(db: Database, seatIds: string[]): Promise<Map<string, string>> {
  if (seatIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('seat')
    .innerJoin('room', 'room.id', 'seat.roomId')
    .select(['seat.id', 'seat.role', 'room.archivedAt'])
    .where('seat.id', 'in', seatIds)
    .where('seat.removedAt', 'is', null)
    .execute()
  return new Map(rows.map(({ id, role, archivedAt }) => [id, archivedAt ? `${role}, archived` : role]))
}

/**
 * The seat with which somebody's socket may do this in a room, and its standing to be watched. Throws what `authorise`
 * throws, and `seat_revoked` where the seat went in between.
 */
export async function standingSeat(
  db: Database,
  identity: Identity | null,
  permission: Permission,
  roomId: string,
): Promise<{ seat: Seat; standing: string }> {
  const { seat } = await authorise(db, identity, permission, { roomId })
  const standing = seat ? (await standingOf(db, [seat.id])).get(seat.id) : undefined
  if (!seat || standing === undefined) throw new AppError('seat_revoked')
  return { seat, standing }
}

export function isArchived(standing: string): boolean {
  return standing.endsWith(', archived')
}
