import { createHash } from 'node:crypto'
import type { Attendance, SummaryView } from '@meydan/shared/contracts/summary'
import type { MeetingBalance } from '@meydan/shared/contracts/voice'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { isGranted, type Permission } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import { grantsOf, type Seat, seatViews } from '../../access/seats.ts'
import type { Database, Executor } from '../../database/schema.ts'
import { readAttendance, withoutNames } from './attendance.ts'
import { BoardReader } from './boards.ts'
import { Kept } from './kept.ts'
import { decisionsOf, openVotesOf, votesOf } from './outcome.ts'
import { questionsOf, stepsOf, tablesOf, writingOf } from './parts.ts'

const BALANCES_KEPT = 40
/** While a meeting is open its balance moves by itself: somebody speaks. */
const MOVING_MS = 10_000

export type SummaryDeps = { db: Database; balanceOf: (meetingId: string) => Promise<MeetingBalance> }
export type MeetingAt = { roomId: string; meetingId: string }
type Held = Awaited<ReturnType<typeof meetingAt>>

/** Puts a meeting's summary together out of what the parts of the workshop keep. */
export class Summaries {
  readonly #deps: SummaryDeps
  readonly #boards = new BoardReader()
  readonly #balances = new Kept<MeetingBalance>(BALANCES_KEPT)

  constructor(deps: SummaryDeps) {
    this.#deps = deps
  }

  /** As the holder of this seat may see it, without what is hidden where it is to leave the house; throws `not_found`. */
  async read(
    at: MeetingAt,
    seat: Seat,
    { leavesTheHouse = false } = {},
  ): Promise<{ summary: SummaryView; now: string }> {
    const { db } = this.#deps
    const { meetingId, roomId } = at
    const held = await meetingAt(db, at)
    const seats = await seatViews(db, roomId)
    const boards = await this.#boards.boardsOf(db, roomId)
    const figures = await this.#boards.figures(db, boards, new Map(seats.map(({ id, side }) => [id, side])))
    const may = (permission: Permission) => isGranted(permission, grantsOf(seat))
    const votes = await votesOf(db, { meetingId, saysHidden: may('stage.direct') && !leavesTheHouse })
    const attendance = await readAttendance(db, { meetingId, seats })
    const states = boards.map(({ id, epoch, head }) => [id, epoch, head])
    const summary = {
      meeting: headOf(held),
      attendance: may('attendance.correct') ? attendance : withoutNames(attendance),
      steps: await stepsOf(db, meetingId, held.now),
      themes: figures.themes,
      notes: figures.notes,
      votes: votes.map(({ isDecision: _, ...vote }) => vote),
      openVotes: await openVotesOf(db, meetingId),
      decisions: decisionsOf(votes),
      writing: await writingOf(db, meetingId),
      tables: await tablesOf(db, meetingId, figures.byTable),
      questions: await questionsOf(db, meetingId),
      balance: await this.#balance(held, [seats, states, votes.map(({ id }) => id)]),
      mayCorrect: may('attendance.correct') && !held.archivedAt,
      mayEdit: may('meeting.lead') && !held.archivedAt,
      mayWriteMinutes: may('room.edit') && !held.archivedAt,
    }
    return { summary, now: held.now.toISOString() }
  }

  /** With names: for those who correct it. */
  async attendance(db: Executor, at: MeetingAt): Promise<Attendance> {
    await meetingAt(db, at)
    const seats = await seatViews(db, at.roomId)
    return readAttendance(db, { meetingId: at.meetingId, seats })
  }

  /** Kept as long as nothing that it is made of has changed. */
  async #balance({ id, state, turns, minutes, now }: Held, madeOf: unknown): Promise<MeetingBalance> {
    const moment = state === 'open' ? Math.floor(now.getTime() / MOVING_MS) : null
    const key = createHash('sha256').update(JSON.stringify([id, state, turns, minutes, moment, madeOf]))
    return this.#balances.of(key.digest('base64url'), () => this.#deps.balanceOf(id))
  }
}

function headOf(held: Held): SummaryView['meeting'] {
  const { id, title, place, thanks, roomName, programmeName, minutesId } = held
  return {
    ...{ id, title, place, thanks, roomName, programmeName, minutesId },
    roomLanguage: Language.parse(held.language),
    state: held.state as SummaryView['meeting']['state'],
    openedAt: held.openedAt?.toISOString() ?? null,
    endedAt: held.endedAt?.toISOString() ?? null,
  }
}

async function meetingAt(db: Executor, { roomId, meetingId }: MeetingAt) {
  const row = await db
    .selectFrom('meeting')
    .innerJoin('room', 'room.id', 'meeting.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .select(['meeting.id', 'meeting.title', 'meeting.place', 'meeting.thanks', 'meeting.state'])
    .select(['meeting.openedAt', 'meeting.endedAt', 'room.archivedAt', 'room.language'])
    .select(['room.name as roomName', 'programme.name as programmeName'])
    .select((eb) =>
      eb
        .selectFrom('document')
        .select('document.id')
        .whereRef('document.meetingId', '=', 'meeting.id')
        .where('document.kind', '=', 'minutes')
        .orderBy('document.createdAt')
        .orderBy('document.id')
        .limit(1)
        .as('minutesId'),
    )
    .select([
      sql<Date>`clock_timestamp()`.as('now'),
      sql<number>`(select count(ended_at) from speaking_turn where meeting_id = meeting.id)::integer`.as('turns'),
      sql<number>`(select count(*) from meeting_minute where meeting_id = meeting.id)::integer`.as('minutes'),
    ])
    .where('meeting.id', '=', meetingId)
    .where('meeting.roomId', '=', roomId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}
