import { permissions } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

const LOOK_EVERY_MS = 2_000
const NOTE_EVERY_MS = 15_000
/** A leader whom no node has seen for this long, at two looks in a row, has dropped: within 7 s of it another leads. */
const GONE = sql`interval '3 seconds'`
/** A little less than a look lasts, or every second one would find the word of the last still fresh. */
const FADING = sql`interval '1.5 seconds'`

export type ConductorDeps = {
  db: Database
  publisher: Publisher
  /** Room → the seats that have a socket on this node. */
  seatsHere: () => ReadonlyMap<string, ReadonlySet<string>>
  log: { warn: (details: object, text: string) => void }
}

type OpenMeeting = { id: string; roomId: string; leaderSeatId: string | null; isFading: boolean; isGone: boolean }

/**
 * Watches over the open meetings of the rooms that have people on this node: writes down who is there, minute by minute,
 * and hands the lead on when the leader has dropped. Each node speaks for its own sockets alone and the database puts
 * together what they say, so that a node's death is seen by its silence and Redis may be away.
 */
export class Conductor {
  readonly #deps: ConductorDeps
  readonly #timer: NodeJS.Timeout
  /** Meetings that were without their leader when this node looked last. */
  #leaderless = new Set<string>()
  #notedAt = Number.NEGATIVE_INFINITY
  #looking: Promise<void> | undefined

  constructor(deps: ConductorDeps) {
    this.#deps = deps
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined
      })
    }, LOOK_EVERY_MS)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    try {
      const here = this.#deps.seatsHere()
      const meetings = here.size > 0 ? await openMeetings(this.#deps.db, [...here.keys()]) : []
      if (meetings.length === 0) return this.#leaderless.clear()
      await this.#renewLeaders(meetings, here)
      await this.#replaceLeaders(meetings, here)
      await this.#noteAttendance(meetings, here)
    } catch (error) {
      this.#leaderless.clear()
      this.#deps.log.warn({ err: error }, 'open meetings could not be looked after')
    }
  }

  async #renewLeaders(meetings: readonly OpenMeeting[], here: ReadonlyMap<string, ReadonlySet<string>>) {
    const fading = meetings.filter(
      ({ isFading, leaderSeatId, roomId }) => isFading && leaderSeatId && here.get(roomId)?.has(leaderSeatId),
    )
    if (fading.length === 0) return
    // Who was shown out, or leads no more, isn't waited for even while their socket lasts.
    await this.#deps.db
      .updateTable('meeting')
      .from('seat')
      .set({ leaderSeenAt: sql<Date>`now()` })
      .whereRef('seat.id', '=', 'meeting.leaderSeatId')
      .where('seat.removedAt', 'is', null)
      .where('seat.role', 'in', permissions['meeting.lead'].granted)
      .where((eb) => eb('meeting.id', '=', eb.fn.any(eb.val(fading.map(({ id }) => id)))))
      .where('meeting.state', '=', 'open')
      .execute()
  }

  /** At the second look only: after a database that was away, the leader's own node gets to speak first. */
  async #replaceLeaders(meetings: readonly OpenMeeting[], here: ReadonlyMap<string, ReadonlySet<string>>) {
    const gone = meetings.filter(({ isGone }) => isGone)
    for (const meeting of gone.filter(({ id }) => this.#leaderless.has(id))) {
      const taken = await takeOver(this.#deps.db, meeting, [...(here.get(meeting.roomId) ?? [])])
      if (taken) this.#deps.publisher.topic(meeting.roomId, 'meeting')
    }
    this.#leaderless = new Set(gone.map(({ id }) => id))
  }

  async #noteAttendance(meetings: readonly OpenMeeting[], here: ReadonlyMap<string, ReadonlySet<string>>) {
    if (performance.now() - this.#notedAt < NOTE_EVERY_MS) return
    this.#notedAt = performance.now()
    const present = meetings.flatMap(({ id, roomId }) =>
      [...(here.get(roomId) ?? [])].map((seatId) => ({ meetingId: id, seatId })),
    )
    const noted = await noteMinute(this.#deps.db, present)
    for (const { id, roomId } of meetings) if (noted.has(id)) this.#deps.publisher.topic(roomId, 'attendance')
  }
}

async function openMeetings(db: Database, roomIds: string[]): Promise<OpenMeeting[]> {
  return db
    .selectFrom('meeting')
    .select(['id', 'roomId', 'leaderSeatId'])
    .select([
      sql<boolean>`coalesce(leader_seen_at < now() - ${FADING}, true)`.as('isFading'),
      sql<boolean>`coalesce(leader_seen_at < now() - ${GONE}, true)`.as('isGone'),
    ])
    .where('state', '=', 'open')
    .where((eb) => eb('roomId', '=', eb.fn.any(eb.val(roomIds))))
    .execute()
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
