import { withCarriedStep } from '@meydan/shared/agenda/carried-step'
import { agendaOf } from '@meydan/shared/agenda/catalogue'
import { type AgendaTemplateId, agendaTemplateIds } from '@meydan/shared/agenda/ids'
import { STEPS_MAX, type StepDraft, type StepMode, type Texts } from '@meydan/shared/contracts/meetings'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Trx } from '../../database/schema.ts'
import { changeMeeting, lockMeeting, type MeetingAt, settingsOf, type StepRow, stepRows } from './store.ts'

export type BeginWith = { template: string | null; carryOver: boolean }

/**
 * The steps a new meeting begins with: a template's, or another meeting's of this room; before them, if asked for, what
 * became of what was promised. Throws `invalid`.
 */
export async function stepsToBeginWith(trx: Trx, roomId: string, given: BeginWith): Promise<StepDraft[]> {
  const steps = await stepsOf(trx, roomId, given.template)
  const isFull = steps.length >= STEPS_MAX
  return given.carryOver && !isFull ? withCarriedStep(steps) : steps
}

async function stepsOf(trx: Trx, roomId: string, template: string | null): Promise<StepDraft[]> {
  if (template === null) return []
  if (isTemplate(template)) return agendaOf(template)
  const other = await trx
    .selectFrom('meeting')
    .select('id')
    .where('id', '=', template)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!other) throw refused('template', 'not_offered')
  return (await stepRows(trx, other.id)).map(draftOf)
}

function isTemplate(template: string): template is AgendaTemplateId {
  return (agendaTemplateIds as readonly string[]).includes(template)
}

function draftOf(row: StepRow): StepDraft {
  return {
    mode: row.mode as StepMode,
    title: row.title as Texts,
    instruction: row.instruction as Texts,
    minutes: row.minutes,
    settings: settingsOf(row),
  }
}

/** Writes the steps of a meeting that has none yet. */
export async function insertSteps(trx: Trx, meetingId: string, steps: readonly StepDraft[]): Promise<void> {
  if (steps.length === 0) return
  const rows = steps.map((step, position) => ({ ...step, meetingId, position }))
  await trx.insertInto('meetingStep').values(rows).execute()
}

export type AddedStep = StepDraft & { before: string | null }

/** Adds a step before the one named, or at the end. Throws `not_found`, `meeting_ended`, `invalid`. */
export async function addStepTo(trx: Trx, at: MeetingAt, { before, ...step }: AddedStep): Promise<void> {
  const steps = await changeableSteps(trx, at)
  if (steps.length >= STEPS_MAX) throw refused('title', 'too_many_steps')
  await requireBoardOfRoom(trx, at.roomId, step.settings.documentId)
  const { id } = await trx
    .insertInto('meetingStep')
    .values({ ...step, meetingId: at.meetingId, position: steps.length })
    .returning('id')
    .executeTakeFirstOrThrow()
  await putInOrder(trx, at.meetingId, placed(idsOf(steps), id, before))
  await changeMeeting(trx, at.meetingId, {})
}

export type StepEdit = { [key in keyof StepDraft]?: StepDraft[key] | undefined } & {
  /** Moves it before this step; null: to the end. */
  before?: string | null | undefined
}

/**
 * Changes a step, its place or both. People have been told its mode and whose their notes will be: once it has begun
 * these stay, or it throws `step_over`. Throws `not_found`, `meeting_ended`, `invalid`.
 */
export async function editStepOf(trx: Trx, at: MeetingAt, stepId: string, edit: StepEdit): Promise<void> {
  const steps = await changeableSteps(trx, at)
  const step = requireStep(steps, stepId)
  const { before, ...fields } = edit
  if (step.startedAt && promises(step, fields)) throw new AppError('step_over')
  if (fields.settings) await requireBoardOfRoom(trx, at.roomId, fields.settings.documentId)
  // Naming itself keeps the statement whole where only the place changes.
  await trx
    .updateTable('meetingStep')
    .set({ ...fields, id: stepId })
    .where('id', '=', stepId)
    .execute()
  if (before !== undefined) await putInOrder(trx, at.meetingId, placed(idsOf(steps), stepId, before))
  await changeMeeting(trx, at.meetingId, {})
}

/** Deletes a step that has not begun; throws `step_over` otherwise, `not_found`, `meeting_ended`. */
export async function deleteStepOf(trx: Trx, at: MeetingAt, stepId: string): Promise<void> {
  const steps = await changeableSteps(trx, at)
  if (requireStep(steps, stepId).startedAt) throw new AppError('step_over')
  await trx.deleteFrom('meetingStep').where('id', '=', stepId).execute()
  const left = idsOf(steps).filter((id) => id !== stepId)
  await putInOrder(trx, at.meetingId, left)
  await changeMeeting(trx, at.meetingId, {})
}

async function changeableSteps(trx: Trx, at: MeetingAt): Promise<StepRow[]> {
  const { state } = await lockMeeting(trx, at)
  if (state === 'ended') throw new AppError('meeting_ended')
  return stepRows(trx, at.meetingId)
}

function requireStep(steps: readonly StepRow[], stepId: string): StepRow {
  const step = steps.find(({ id }) => id === stepId)
  if (!step) throw new AppError('not_found')
  return step
}

/** Whether an edit takes back what people were told when the step began. */
function promises(step: StepRow, { mode, settings }: StepEdit): boolean {
  if (mode !== undefined && mode !== step.mode) return true
  return settings !== undefined && settings.naming !== settingsOf(step).naming
}

/** A step about a board that isn't there would begin on nothing. */
async function requireBoardOfRoom(trx: Trx, roomId: string, documentId: string | null): Promise<void> {
  if (documentId === null) return
  const row = await trx
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', roomId)
    .where('kind', '=', 'board')
    .executeTakeFirst()
  if (!row) throw refused('settings.documentId', 'not_offered')
}

function idsOf(steps: readonly StepRow[]): string[] {
  return steps.map(({ id }) => id)
}

function placed(order: readonly string[], id: string, before: string | null): string[] {
  // Before itself is where it is.
  if (before === id) return [...order]
  const others = order.filter((other) => other !== id)
  const index = before === null ? others.length : others.indexOf(before)
  if (index < 0) throw refused('before', 'not_offered')
  return others.toSpliced(index, 0, id)
}

async function putInOrder(trx: Trx, meetingId: string, order: readonly string[]): Promise<void> {
  await sql`
    update meeting_step set position = place.n - 1
    from unnest(${order}::uuid[]) with ordinality as place (id, n)
    where meeting_step.id = place.id and meeting_id = ${meetingId}`.execute(trx)
}

function refused(path: string, problem: string): AppError {
  return new AppError('invalid', [{ path, problem }])
}
