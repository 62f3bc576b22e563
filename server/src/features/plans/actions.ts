import type { InputOf } from '@meydan/shared/contracts/contract'
import type { addActions } from '@meydan/shared/contracts/plans'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { ACTIONS_MAX } from '@meydan/shared/documents/plan/records'
import { AppError } from '@meydan/shared/errors'
import * as Y from 'yjs'
import type { Seat } from '../../access/seats.ts'
import type { Trx } from '../../database/schema.ts'
import { DOCUMENT_MAX_BYTES } from '../../sync/gate/size.ts'
import { freshClientId } from '../../sync/history/authors.ts'
import { editDocument } from '../../sync/history/edit-document.ts'
import type { Holder } from '../../sync/live-document.ts'
import { checkActions } from './check.ts'
import { requirePlan } from './store.ts'

export type GivenActions = InputOf<typeof addActions>['body']['actions']

/** What an action costs beside its words and its sources, bytes; rather too many. */
const ACTION_BYTES = 1_500
const SOURCE_BYTES = 400

/**
 * Adds actions to a plan that nobody needs to have open, in the name of a seat, and answers with their ids. Throws
 * `not_found`, `invalid` with what is wrong, and what `editDocument` throws; then nothing is added. The room must be
 * locked. The caller announces the document.
 */
export async function writeActions(
  trx: Trx,
  { documentId, seat, actions }: { documentId: string; seat: Seat; actions: GivenActions },
): Promise<string[]> {
  const { roomId, programmeId } = seat
  await requirePlan(trx, { roomId, documentId })
  await checkActions(trx, { roomId, programmeId, actions })
  let ids: string[] = []
  await editDocument(trx, {
    documentId,
    seatId: seat.id,
    write: (doc, { parts }) => {
      const plan = new Plan(doc)
      checkGoals(plan, actions)
      if (plan.actions.all().length + actions.length > ACTIONS_MAX) throw planFull()
      const holders = inTheNameOf(doc, seat)
      ids = plan.addActions(actions, { seat: seat.id, side: seat.side })
      const before = parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
      if (before + bytesOf(actions) > DOCUMENT_MAX_BYTES) {
        if (Y.encodeStateAsUpdate(doc).byteLength > DOCUMENT_MAX_BYTES) throw planFull()
      }
      return holders
    },
  })
  return ids
}

/**
 * Deletes actions of a plan; those that are gone already are passed over. Answers whether anything changed. Throws
 * `not_found` where the room has no such plan. The room must be locked. The caller announces the document.
 */
export async function withdrawActions(
  trx: Trx,
  { documentId, seat, actionIds }: { documentId: string; seat: Seat; actionIds: readonly string[] },
): Promise<boolean> {
  await requirePlan(trx, { roomId: seat.roomId, documentId })
  const row = await editDocument(trx, {
    documentId,
    seatId: seat.id,
    write: (doc) => {
      const plan = new Plan(doc)
      const holders = inTheNameOf(doc, seat)
      plan.removeActions(actionIds.filter((id) => plan.actions.has(id)))
      return holders
    },
  })
  return row !== null
}

/** What is written next is this person's: erasing their words later finds it. */
function inTheNameOf(doc: Y.Doc, { id: seatId, personId }: Seat): ReadonlyMap<number, Holder> {
  doc.clientID = freshClientId(doc)
  return new Map([[doc.clientID, { seatId, personId }]])
}

function checkGoals(plan: Plan, actions: GivenActions): void {
  const fields = actions.flatMap(({ goal }, index) =>
    goal !== null && !plan.goals.has(goal) ? [{ path: `actions.${index}.goal`, problem: 'goal_gone' }] : [],
  )
  if (fields.length > 0) throw new AppError('invalid', fields)
}

function bytesOf(actions: GivenActions): number {
  const sizes = actions.map(({ title, description, locality, sources }) => {
    return Buffer.byteLength(title + description + locality) + ACTION_BYTES + SOURCE_BYTES * sources.length
  })
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

function planFull(): AppError {
  return new AppError('invalid', [{ path: 'actions', problem: 'plan_full' }])
}
