import { setTimeout as wait } from 'node:timers/promises'
import { permissions } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

/** From the end of one look to the next. */
const LOOK_EVERY_MS = 1_000
const NOTE_EVERY_MS = 15_000
/**
 * A leader who has owed every node a sign of life for this long, at so many looks in a row, has dropped. Whoever's line
 * dies is asked within a second, gone after three more, and three looks find it so: seven seconds at most. A phone may
 * take two seconds to answer, and its node's word be a second old.
 */
const GONE = sql`interval '3 seconds'`
const LOOKS = 3

export type ConductorDeps = {
  db: Database
  publisher: Publisher
  /** Room → the seats that have a socket on this node. */
  seatsHere: () => ReadonlyMap<string, ReadonlySet<string>>
  /** For how long (ms) a seat's sockets here have owed a sign of life, Infinity without any; asks for the next. */
  silenceOf: (roomId: string, seatId: string) => number
  log: { warn: (details: object, text: string) => void }
}

type OpenMeeting = { id: string; roomId: string; leaderSeatId: string | null; isGone: boolean }

/**
 * Watches over the open meetings of the rooms that have people on this node: writes down who is there, minute by minute,
 * and hands the lead on when the leader has dropped. Each node speaks for its own sockets alone and the database puts
 * together what they say, so that a node's death is seen by its silence and Redis may be away.
 */
export class Conductor {
  readonly #deps: ConductorDeps
  readonly #closing = new AbortController()
  readonly #watching: Promise<void>
  /** Meeting → at how many looks in a row it was without its leader. */
  #leaderless = new Map<string, number>()
  #notedAt = Number.NEGATIVE_INFINITY
  /** Meeting and seat of those who have been noted here. */
  #known: ReadonlySet<string> = new Set()

  constructor(deps: ConductorDeps) {
    this.#deps = deps
    this.#watching = this.#watch()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#watching
  }

  /** A look that had to wait for the database isn't followed at once by the next: between them other nodes speak. */
  async #watch(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await this.#look()
    }
  }

  async #look(): Promise<void> {
    try {
      const here = this.#deps.seatsHere()
      const meetings = here.size > 0 ? await openMeetings(this.#deps.db, [...here.keys()]) : []
      if (meetings.length === 0) return this.#leaderless.clear()
      await this.#renewLeaders(meetings)
      await this.#replaceLeaders(meetings, here)
      await this.#noteAttendance(meetings, here)
    } catch (error) {
      this.#leaderless.clear()
      this.#deps.log.warn({ err: error }, 'open meetings could not be looked after')
    }
  }

  async #renewLeaders(meetings: readonly OpenMeeting[]) {
    const leaders = meetings.flatMap(({ id, roomId, leaderSeatId: seatId }) => {
      if (!seatId) return []
      const silentMs = this.#deps.silenceOf(roomId, seatId)
      return Number.isFinite(silentMs) ? [{ meetingId: id, seatId, silentMs }] : []
    })
    if (leaders.length > 0) await noteLeaders(this.#deps.db, leaders)
  }

  /** Not at the first look: after a database that was away, the leader's own node gets to speak first. */
  async #replaceLeaders(meetings: readonly OpenMeeting[], here: ReadonlyMap<string, ReadonlySet<string>>) {
    const gone = meetings.filter(({ isGone }) => isGone)
    this.#leaderless = new Map(gone.map(({ id }) => [id, (this.#leaderless.get(id) ?? 0) + 1]))
    for (const meeting of gone.filter(({ id }) => this.#leaderless.get(id)! >= LOOKS)) {
      const taken = await takeOver(this.#deps.db, meeting, [...(here.get(meeting.roomId) ?? [])])
      if (taken) this.#deps.publisher.topic(meeting.roomId, 'meeting')
    }
  }

  async #noteAttendance(meetings: readonly OpenMeeting[], here: ReadonlyMap<string, ReadonlySet<string>>) {
    const present = meetings.flatMap(({ id, roomId }) =>
      [...(here.get(roomId) ?? [])].map((seatId) => ({ meetingId: id, seatId })),
    )
    const nameOf = ({ meetingId, seatId }: (typeof present)[number]) => `${meetingId} ${seatId}`
    const isTime = performance.now() - this.#notedAt >= NOTE_EVERY_MS
    // Who has just come is noted at once: they may be gone before the others' time is.
    const due = isTime ? present : present.filter((one) => !this.#known.has(nameOf(one)))
    if (due.length === 0) return
    const noted = await noteMinute(this.#deps.db, due)
    if (isTime) this.#notedAt = performance.now()
    this.#known = new Set(present.map(nameOf))
    for (const { id, roomId } of meetings) if (noted.has(id)) this.#deps.publisher.topic(roomId, 'attendance')
  }
}

async function openMeetings(db: Database, roomIds: string[]): Promise<OpenMeeting[]> {
  return db
    .selectFrom('meeting')
    .select(['id', 'roomId', 'leaderSeatId'])
    .select(sql<boolean>`coalesce(leader_seen_at < now() - ${GONE}, true)`.as('isGone'))
    .where('state', '=', 'open')
    .where((eb) => eb('roomId', '=', eb.fn.any(eb.val(roomIds))))
    .execute()
}

/**
 * Notes until when leaders gave signs of life here; where another window of theirs did later, by this node or another,
 * that stands. Who was shown out, or may lead no more, isn't waited for even while their socket lasts.
 */
async function noteLeaders(db: Database, leaders: { meetingId: string; seatId: string; silentMs: number }[]) {
  const meetingIds = leaders.map(({ meetingId }) => meetingId)
  const seatIds = leaders.map(({ seatId }) => seatId)
  const silences = leaders.map(({ silentMs }) => silentMs)
  await sql`
    update meeting set leader_seen_at = now() - leader.silence
    from (
      select meeting_id, seat_id, silent_ms * interval '1 millisecond' as silence
      from unnest(${meetingIds}::uuid[], ${seatIds}::uuid[], ${silences}::float8[]) as l (meeting_id, seat_id, silent_ms)
    ) as leader
    join seat on seat.id = leader.seat_id and seat.removed_at is null
      and seat.role = any(${permissions['meeting.lead'].granted})
    where meeting.id = leader.meeting_id and meeting.leader_seat_id = leader.seat_id and meeting.state = 'open'
      and coalesce(leader_seen_at < now() - leader.silence, true)`.execute(db)
}

/**
 * Gives the lead to whoever may lead and has sat here longest, of those on this node; false where nobody may, or where
 * the leader was seen or replaced meanwhile. It is nobody's command, so the version stays.
 */
async function takeOver(db: Database, meeting: OpenMeeting, seatIds: string[]): Promise<boolean> {
  const heir = db
    .selectFrom('seat')
    .select('id')
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(seatIds))))
    .where('roomId', '=', meeting.roomId)
    .where('removedAt', 'is', null)
    .where('role', 'in', permissions['meeting.lead'].granted)
    // Whose line is dead may still have a socket here.
    .where('id', 'is distinct from', meeting.leaderSeatId)
    .orderBy('createdAt')
    .orderBy('colour')
    .limit(1)
  const row = await db
    .updateTable('meeting')
    .from(heir.as('heir'))
    .set((eb) => ({ leaderSeatId: eb.ref('heir.id'), leaderSeenAt: sql<Date>`now()` }))
    .where('meeting.id', '=', meeting.id)
    .where('meeting.state', '=', 'open')
    .where('meeting.leaderSeatId', 'is not distinct from', meeting.leaderSeatId)
    .where(sql<boolean>`coalesce(leader_seen_at < now() - ${GONE}, true)`)
    .returning('meeting.id')
    .executeTakeFirst()
  return row !== undefined
}

/** One statement for all rooms. Answers with the meetings of which something new was noted. */
async function noteMinute(db: Database, present: { meetingId: string; seatId: string }[]): Promise<Set<string>> {
  const meetingIds = present.map(({ meetingId }) => meetingId)
  const seatIds = present.map(({ seatId }) => seatId)
  const { rows } = await sql<{ meetingId: string }>`
    insert into meeting_minute (meeting_id, seat_id, minute)
    select meeting.id, seat.id, date_trunc('minute', now())
    from unnest(${meetingIds}::uuid[], ${seatIds}::uuid[]) as present (meeting_id, seat_id)
    join meeting on meeting.id = present.meeting_id and meeting.state = 'open'
    join seat on seat.id = present.seat_id and seat.removed_at is null
    on conflict do nothing
    returning meeting_id`.execute(db)
  return new Set(rows.map(({ meetingId }) => meetingId))
}
