import type { StepMode, Texts } from '@meydan/shared/contracts/meetings'
import type { SummaryStep, SummaryView } from '@meydan/shared/contracts/summary'
import { sides } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

/** The agenda as it went. A step that runs has taken the time until `now`. */
export async function stepsOf(db: Executor, meetingId: string, now: Date): Promise<SummaryStep[]> {
  const rows = await db
    .selectFrom('meetingStep')
    .select(['id', 'mode', 'title', 'minutes', 'startedAt', 'endedAt', 'skipped'])
    .where('meetingId', '=', meetingId)
    .orderBy('position')
    .execute()
  return rows.map(({ startedAt, endedAt, ...row }) => ({
    ...row,
    mode: row.mode as StepMode,
    title: row.title as Texts,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    tookSeconds: startedAt && Math.max(0, Math.round(((endedAt ?? now).getTime() - startedAt.getTime()) / 1000)),
  }))
}

/** Private writing of a meeting's steps, as far as it was shown. */
export async function writingOf(db: Executor, meetingId: string): Promise<SummaryView['writing']> {
  const rounds = await db
    .selectFrom('writingRound')
    .innerJoin('meetingStep', 'meetingStep.id', 'writingRound.stepId')
    .select(['stepId', 'writers', 'people', 'notes'])
    .where('meetingStep.meetingId', '=', meetingId)
    .where('revealedAt', 'is not', null)
    .orderBy('meetingStep.position')
    .execute()
  return { rounds }
}

/** Tables of a meeting; where one wrote for all at a laptop, the people around it are the people there. */
export async function tablesOf(db: Executor, meetingId: string, notes: ReadonlyMap<string, number>) {
  const rows = await db
    .selectFrom('roomTable')
    .select(['id', 'name', 'notesMerged', 'headcount', 'laptopSeatId'])
    .select((eb) =>
      eb
        .selectFrom('tableSeat')
        .select(sql<number>`count(*)::integer`.as('count'))
        .whereRef('tableId', '=', 'roomTable.id')
        .as('seated'),
    )
    .where('meetingId', '=', meetingId)
    .orderBy('createdAt')
    .orderBy('number')
    .execute()
  return rows.map(({ id, name, notesMerged, headcount, laptopSeatId, seated }) => {
    const heads = headcount as Record<(typeof sides)[number], number>
    const around = laptopSeatId ? sides.reduce((sum, side) => sum + (heads[side] ?? 0), 0) : 0
    return { id, name, notesMerged, notes: notes.get(id) ?? 0, people: Math.max(seated ?? 0, around) }
  })
}

/** Questions of a meeting; in words those that were answered or pinned. */
export async function questionsOf(db: Executor, meetingId: string): Promise<SummaryView['questions']> {
  const rows = await db
    .selectFrom('question')
    .select(['id', 'text', 'answer', 'answeredAt', 'pinned'])
    .where('meetingId', '=', meetingId)
    .orderBy('pinned', 'desc')
    .orderBy('answeredAt', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute()
  return {
    asked: rows.length,
    answered: rows.filter(({ answeredAt }) => answeredAt).length,
    list: rows
      .filter(({ answeredAt, pinned }) => answeredAt || pinned)
      .map(({ id, text, answer, pinned }) => ({ id, text, answer, pinned })),
  }
}
