import type { Attendance, AttendedOrganisation } from '@meydan/shared/contracts/summary'
import type { SeatView } from '@meydan/shared/contracts/rooms'
import { type Side, sides } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

export type Corrections = {
  seats: ReadonlyMap<string, { people: number; note: string }>
  organisations: ReadonlyMap<string, { people: number; note: string }>
}

type Organisation = { id: string; name: string; side: Side }
type Given = {
  /** Everybody who has or had a seat in the room. */
  seats: readonly SeatView[]
  /** Organisations whose sum was corrected, of whom nobody may have a seat. */
  others: readonly Organisation[]
  /** Seat id → minutes in which they were seen. */
  minutes: ReadonlyMap<string, number>
  corrections: Corrections
}

/** Who was at a meeting, by what presence says and facilitators corrected: of a person first, then of a sum. */
export function attendanceOf({ seats, others, minutes, corrections }: Given): Attendance {
  const attended = seats.map((seat) => {
    const seen = minutes.get(seat.id) ?? 0
    return { seat, seen, counted: seen > 0, correction: corrections.seats.get(seat.id) ?? null }
  })
  const known = new Map<string, Organisation>()
  for (const { organisationId: id, organisationName: name, side } of seats) known.set(id, { id, name, side })
  for (const other of others) known.set(other.id, other)
  const organisations = [...known.values()]
    .map(({ id, name, side }): AttendedOrganisation => {
      const own = attended.filter(({ seat }) => seat.organisationId === id)
      const people = own.reduce((sum, { counted, correction }) => sum + (correction?.people ?? Number(counted)), 0)
      const sum = corrections.organisations.get(id)
      return {
        ...{ organisationId: id, name, side },
        people: sum?.people ?? people,
        counted: own.filter(({ counted }) => counted).length,
        corrected: sum !== undefined || own.some(({ correction }) => correction),
        note: sum?.note ?? '',
      }
    })
    .filter(({ people, counted, corrected }) => people > 0 || counted > 0 || corrected)
    .sort((a, b) => sides.indexOf(a.side) - sides.indexOf(b.side) || a.name.localeCompare(b.name))
  return {
    bySide: bySide(organisations),
    organisations,
    seats: attended.map(({ seat, seen, counted, correction }) => {
      const { id: seatId, name, organisationId, organisationName } = seat
      return { seatId, name, organisationId, organisationName, minutes: seen, counted, correction }
    }),
    sums: [...corrections.organisations].map(([organisationId, sum]) => ({ organisationId, ...sum })),
  }
}

function bySide(organisations: readonly AttendedOrganisation[]): Attendance['bySide'] {
  const of = (side: Side) => {
    const own = organisations.filter((organisation) => organisation.side === side && organisation.people > 0)
    return { people: own.reduce((sum, { people }) => sum + people, 0), organisations: own.length }
  }
  return { civil: of('civil'), public: of('public'), neutral: of('neutral') }
}

/** What others than facilitators see of it: numbers and organisations, no names. */
export function withoutNames(attendance: Attendance): Attendance {
  return { ...attendance, seats: null, sums: null }
}

/** Reads and counts it. */
export async function readAttendance(
  db: Executor,
  { meetingId, seats }: { meetingId: string; seats: readonly SeatView[] },
): Promise<Attendance> {
  const seen = await db
    .selectFrom('meetingMinute')
    .select(['seatId', sql<number>`count(*)::integer`.as('minutes')])
    .where('meetingId', '=', meetingId)
    .groupBy('seatId')
    .execute()
  const rows = await db
    .selectFrom('attendanceCorrection')
    .leftJoin('organisation', 'organisation.id', 'attendanceCorrection.organisationId')
    .select(['seatId', 'organisationId', 'people', 'note', 'organisation.name', 'organisation.side'])
    .where('meetingId', '=', meetingId)
    .orderBy('correctedAt')
    .execute()
  return attendanceOf({
    seats,
    others: rows.flatMap(({ organisationId: id, name, side }) =>
      id !== null && name !== null ? [{ id, name, side: side as Side }] : [],
    ),
    minutes: new Map(seen.map(({ seatId, minutes }) => [seatId, minutes])),
    corrections: {
      seats: new Map(rows.flatMap(({ seatId, people, note }) => (seatId ? [[seatId, { people, note }] as const] : []))),
      organisations: new Map(
        rows.flatMap(({ organisationId, people, note }) =>
          organisationId ? [[organisationId, { people, note }] as const] : [],
        ),
      ),
    },
  })
}
