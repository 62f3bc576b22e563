import type { Naming } from '@meydan/shared/contracts/meetings'
import { SIDE_MIN, type WritingRound, type WritingView } from '@meydan/shared/contracts/writing'
import { isGranted } from '@meydan/shared/permissions'
import { type Side, seatRoles, sides } from '@meydan/shared/words'
import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { grantsOf } from '../../access/seats.ts'
import type { DB } from '../../database/schema.generated.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import type { StepMoment } from '../../live/steps.ts'

/** Those who lead may write, and nobody waits for it. */
const awaitedRoles = seatRoles.filter(
  (role) => isGranted('note.draft', grantsOf({ role })) && !isGranted('meeting.lead', grantsOf({ role })),
)

/** Opens the round of a step of private writing; one that was opened before stays what it is. */
export async function openRound(trx: Trx, { roomId, step }: StepMoment): Promise<void> {
  const { naming, documentId, frameId } = step.settings
  const board = (await boardOf(trx, roomId, documentId)) ?? (await boardOf(trx, roomId, null))
  await trx
    .insertInto('writingRound')
    .values({
      stepId: step.id,
      roomId,
      naming,
      documentId: board ?? null,
      frameId: board === documentId ? frameId : null,
    })
    .onConflict((conflict) => conflict.column('stepId').doNothing())
    .execute()
}

/** This board of a room, or its first one; undefined where it has none. */
export async function boardOf(db: Executor, roomId: string, documentId: string | null): Promise<string | undefined> {
  const row = await db
    .selectFrom('document')
    .select('id')
    .where('roomId', '=', roomId)
    .where('kind', '=', 'board')
    .$if(documentId !== null, (query) => query.where('id', '=', documentId!))
    .orderBy('createdAt')
    .orderBy('id')
    .executeTakeFirst()
  return row?.id
}

/** Whether a round's step is the one that runs: only then may its notes be written. */
export function stepRuns(eb: ExpressionBuilder<DB & { meeting: DB['meeting'] }, 'meeting' | 'writingRound'>) {
  return eb.and([eb('meeting.state', '=', 'open'), eb('meeting.stepId', '=', eb.ref('writingRound.stepId'))])
}

/**
 * What one seat may know of the room's private writing: the round of the step that runs, else the last unrevealed one
 * of the open meeting, else the last revealed one of it, else what an earlier meeting left unrevealed.
 */
export async function writingView(
  db: Executor,
  { roomId, seatId }: { roomId: string; seatId: string },
): Promise<WritingView> {
  const row = await db
    .selectFrom('writingRound')
    .innerJoin('meetingStep', 'meetingStep.id', 'writingRound.stepId')
    .innerJoin('meeting', 'meeting.id', 'meetingStep.meetingId')
    .innerJoin('room', 'room.id', 'writingRound.roomId')
    .selectAll('writingRound')
    .select(['meetingStep.meetingId', 'room.archivedAt'])
    .select((eb) => [
      eb(stepRuns(eb), 'is', true).$castTo<boolean>().as('runs'),
      // In the same statement as the round: notes must not be missing from one that isn't revealed.
      jsonArrayFrom(
        eb
          .selectFrom('draftNote')
          .select(['draftNote.id', 'text', 'colour', 'kind', 'draftNote.position'])
          .whereRef('draftNote.stepId', '=', 'writingRound.stepId')
          .where('draftNote.seatId', '=', seatId)
          .orderBy('draftNote.position')
          .orderBy('draftNote.createdAt'),
      ).as('mine'),
    ])
    .where('writingRound.roomId', '=', roomId)
    .where((eb) => eb.or([eb('meeting.state', '=', 'open'), eb('revealedAt', 'is', null)]))
    .orderBy('runs', 'desc')
    .orderBy(sql`meeting.state = 'open'`, 'desc')
    .orderBy(sql`revealed_at is null`, 'desc')
    .orderBy('writingRound.openedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return { round: null, mine: [] }
  const { stepId, meetingId, documentId, revealedAt } = row
  const naming = row.naming as Naming
  const counts = revealedAt
    ? { writers: row.writers, people: row.people, smallSides: [] }
    : countsOf(await peopleOf(db, { roomId, meetingId, stepId }), naming)
  const open = row.runs && revealedAt === null && row.archivedAt === null
  const round = {
    stepId,
    meetingId,
    naming,
    documentId,
    open,
    revealedAt: revealedAt?.toISOString() ?? null,
    ...counts,
  }
  return { round, mine: row.mine as WritingView['mine'] }
}

function countsOf(people: readonly Writer[], naming: Naming): Pick<WritingRound, 'writers' | 'people' | 'smallSides'> {
  return {
    writers: people.filter(({ wrote }) => wrote).length,
    people: people.length,
    smallSides: naming === 'side' ? smallSides(people) : [],
  }
}

export type Writer = { seatId: string; personId: string; side: Side; wrote: boolean }

/**
 * Who takes part in a round: everybody who may write and doesn't lead and who was here in this meeting, and whoever has
 * written, also where they lead, were removed or became observers since. By these a side is large or small: people of a side
 * are those of them who represent an organisation of it.
 */
export async function peopleOf(
  db: Executor,
  { roomId, meetingId, stepId }: { roomId: string; meetingId: string; stepId: string },
): Promise<Writer[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['seat.id as seatId', 'seat.personId', 'seat.role', 'seat.removedAt'])
    .select((eb) => [
      eb.ref('organisation.side').$castTo<Side>().as('side'),
      eb
        .exists(
          eb
            .selectFrom('draftNote')
            .select('draftNote.id')
            .whereRef('draftNote.seatId', '=', 'seat.id')
            .where('draftNote.stepId', '=', stepId),
        )
        .$castTo<boolean>()
        .as('wrote'),
      eb
        .exists(
          eb
            .selectFrom('meetingMinute')
            .select('meetingMinute.minute')
            .whereRef('meetingMinute.seatId', '=', 'seat.id')
            .where('meetingMinute.meetingId', '=', meetingId),
        )
        .$castTo<boolean>()
        .as('wasHere'),
    ])
    .where('seat.roomId', '=', roomId)
    .orderBy('seat.createdAt')
    .orderBy('seat.id')
    .execute()
  return rows
    .filter(({ wrote, wasHere, removedAt, role }) => wrote || (wasHere && !removedAt && isAwaited(role)))
    .map(({ seatId, personId, side, wrote }) => ({ seatId, personId, side, wrote }))
}

function isAwaited(role: string): boolean {
  return awaitedRoles.some((each) => each === role)
}

/** As with votes: without their side only one or two would be, and that would name them. */
const HIDDEN_MIN = 3

/**
 * Sides with people, but so few that naming the side would point at them. Where they would be one or two people's, all
 * sides: “not one of the others” would point at them as well.
 */
export function smallSides(people: readonly Writer[]): Side[] {
  const of = (side: Side) => people.filter((one) => one.side === side).length
  const named = sides.filter((side) => side !== 'neutral' && of(side) > 0)
  const small = named.filter((side) => of(side) < SIDE_MIN)
  const hidden = small.reduce((sum, side) => sum + of(side), 0)
  return hidden > 0 && hidden < HIDDEN_MIN ? named : small
}
