import type { CloseReason } from '@meydan/shared/close-codes'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { isGranted } from '@meydan/shared/permissions'
import { SeatRole } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Database } from '../database/schema.ts'
import { grantsOf } from './seats.ts'

const CHECK_EVERY_MS = 1_000
const CHANNEL = 'revoked'
const ARCHIVED = ', archived'
const LOCKED = ', boards locked'
const NO_BOARD = ', no board'
/** Those who write while the boards are open and not while they are closed. */
const closable = SeatRole.options.filter((role) => {
  const grants = grantsOf({ role })
  return isGranted('document.write', grants) && !isGranted('board.lock', grants)
})

/** A socket that stays open only as long as its session, and its seat if it has one, stand as they did. */
export type OpenConnection = {
  readonly sessionId: string
  /** `standing` as `standingText` gave it when the connection was let in. */
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
  #asked: Asked | undefined
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
    this.#asked = undefined
    return () => {
      this.#open.delete(connection)
      this.#asked = undefined
    }
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
    if (this.#open.size === 0) return
    this.#asked ??= askedAbout(this.#open)
    const { sessions, seats, standings } = this.#asked
    const [ended, changed] = await Promise.all([
      endedSessions(this.#db, sessions),
      seats === '{}' ? new Map<string, boolean>() : changedSeats(this.#db, seats, standings),
    ])
    if (ended.size === 0 && changed.size === 0) return
    for (const connection of [...this.#open]) {
      const reason = reasonToEnd(connection, ended, changed)
      if (!reason || !this.#open.has(connection)) continue
      try {
        connection.end(reason)
      } catch (error) {
        // One that can't be ended must not keep the others open.
        this.#onError(error)
      }
    }
  }
}

type Asked = { sessions: string; seats: string; standings: string }

/** Postgres's own text of the arrays, which stays the same from look to look while nobody comes or goes. */
function askedAbout(open: ReadonlySet<OpenConnection>): Asked {
  const sessions = new Set<string>()
  const seats = new Map<string, OpenConnection['seat'] & object>()
  for (const { sessionId, seat } of open) {
    sessions.add(sessionId)
    if (seat) seats.set(`${seat.id} ${seat.standing}`, seat)
  }
  const held = [...seats.values()]
  return {
    sessions: `{${[...sessions].join()}}`,
    seats: `{${held.map(({ id }) => id).join()}}`,
    standings: `{${held.map(({ standing }) => `"${standing}"`).join()}}`,
  }
}

function reasonToEnd(
  { sessionId, seat }: OpenConnection,
  ended: ReadonlySet<string>,
  changed: ReadonlyMap<string, boolean>,
): CloseReason | null {
  if (ended.has(sessionId)) return 'signedOut'
  const stillThere = seat && changed.get(`${seat.id} ${seat.standing}`)
  if (stillThere === undefined) return null
  // Come back and be let in anew, with what is allowed now.
  return stillThere ? 'restarting' : 'noSeat'
}

/** Of these sessions, those that no longer let anybody in. */
async function endedSessions(db: Database, ids: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${ids}::uuid[]) asked(id)
    where not exists (
      select from session join person on person.id = session.person_id
      where session.id = asked.id and session.expires_at > now() and person.disabled_at is null
    )`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Of these seats, as `id standing`, those that stand otherwise now; whether they are there at all. */
async function changedSeats(db: Database, ids: string, standings: string): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ id: string; standing: string; there: boolean }>`
    select asked.id, asked.standing, seat.id is not null as there
    from unnest(${ids}::uuid[], ${standings}::text[]) asked(id, standing)
    left join seat on seat.id = asked.id and seat.removed_at is null
    left join room on room.id = seat.room_id
    where seat.id is null
      or asked.standing <> seat.role
        || case
          when asked.standing like ${`%${NO_BOARD}%`} then ${NO_BOARD}
          when room.boards_locked_at is null or seat.role <> all(${[...closable]}::text[]) then ''
          else ${LOCKED} end
        || case when room.archived_at is null then '' else ${ARCHIVED} end`.execute(db)
  return new Map(rows.map(({ id, standing, there }) => [`${id} ${standing}`, there]))
}

/**
 * What a seat may do depends on this alone: its role, and whether its room is archived or its boards are closed, from
 * since when they are. At a plan or minutes (`kind`) closed boards change nothing.
 */
export function standingText(
  role: string,
  room: { archivedAt: Date | null; boardsLockedAt: Date | null },
  kind?: DocumentKind,
): string {
  const isLocked = room.boardsLockedAt !== null && closable.some((each) => each === role)
  return `${role}${(kind ?? 'board') !== 'board' ? NO_BOARD : isLocked ? LOCKED : ''}${room.archivedAt ? ARCHIVED : ''}`
}

/** Whether a role that writes may do so with this standing. */
export function isOpenForWriting(standing: string): boolean {
  return !standing.endsWith(ARCHIVED) && !standing.endsWith(LOCKED)
}
