import { sql } from 'kysely'
import type { RoomSummary } from '@meydan/shared/contracts/programmes'
import type { Audience, SeatRole } from '@meydan/shared/words'
import type { Executor } from '../../database/schema.ts'

/** A programme's rooms as an organiser sees them, the most recently worked in first. */
export async function roomsOfProgramme(db: Executor, programmeId: string, personId: string): Promise<RoomSummary[]> {
  return summariesOf(await summaries(db, personId).where('room.programmeId', '=', programmeId).execute())
}

/** The rooms a person has a seat in now, the most recently worked in first. */
export async function roomsOfPerson(db: Executor, personId: string): Promise<RoomSummary[]> {
  return summariesOf(await summaries(db, personId).where('mine.id', 'is not', null).execute())
}

export async function roomSummary(db: Executor, roomId: string, personId: string): Promise<RoomSummary> {
  const rows = summariesOf(await summaries(db, personId).where('room.id', '=', roomId).execute())
  return rows[0]!
}

type Row = Omit<RoomSummary, 'lastActivityAt' | 'archivedAt'> & { lastActivityAt: Date; archivedAt: Date | null }

function summariesOf(rows: Row[]): RoomSummary[] {
  return rows.map((row) => ({
    ...row,
    lastActivityAt: row.lastActivityAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }))
}

function summaries(db: Executor, personId: string) {
  return db
    .selectFrom('room')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .leftJoin('seat as mine', (join) =>
      join.onRef('mine.roomId', '=', 'room.id').on('mine.personId', '=', personId).on('mine.removedAt', 'is', null),
    )
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom('seat')
          .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
          .select([
            sql<number>`count(*) filter (where side = 'civil')::int`.as('civilSeats'),
            sql<number>`count(*) filter (where side = 'public')::int`.as('publicSeats'),
            sql<number>`count(*) filter (where side = 'neutral')::int`.as('neutralSeats'),
          ])
          .whereRef('seat.roomId', '=', 'room.id')
          .where('seat.removedAt', 'is', null)
          .as('seats'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      ({ selectFrom }) =>
        selectFrom('document')
          .select(({ fn }) => fn.max('document.changedAt').as('changedAt'))
          .whereRef('document.roomId', '=', 'room.id')
          .as('work'),
      (join) => join.onTrue(),
    )
    .select([
      'room.id',
      'room.programmeId',
      'programme.name as programmeName',
      'room.name',
      sql<Audience>`room.audience`.as('audience'),
      sql<SeatRole | null>`mine.role`.as('role'),
      sql<number>`seats.civil_seats`.as('civilSeats'),
      sql<number>`seats.public_seats`.as('publicSeats'),
      sql<number>`seats.neutral_seats`.as('neutralSeats'),
      sql<Date>`greatest(work.changed_at, room.created_at)`.as('lastActivityAt'),
      'room.archivedAt',
    ])
    .orderBy('lastActivityAt', 'desc')
    .orderBy('room.id')
}
