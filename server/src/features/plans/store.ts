import type { PlanOrganisation } from '@meydan/shared/contracts/plans'
import type { DocumentSummary } from '@meydan/shared/contracts/rooms'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { AppError } from '@meydan/shared/errors'
import { OrganisationKind, Side } from '@meydan/shared/words'
import * as Y from 'yjs'
import type { Executor, Trx } from '../../database/schema.ts'
import { createDocument } from '../../sync/document-log.ts'

/** A programme's organisations by name, and which of them are in the room now. */
export async function organisationsFor(
  db: Executor,
  { roomId, programmeId }: { roomId: string; programmeId: string },
): Promise<PlanOrganisation[]> {
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'kind', 'side'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('seat')
          .select('seat.id')
          .whereRef('seat.organisationId', '=', 'organisation.id')
          .where('seat.roomId', '=', roomId)
          .where('seat.removedAt', 'is', null),
      ).as('isHere'),
    )
    .where('programmeId', '=', programmeId)
    .orderBy('nameFolded')
    .orderBy('id')
    .execute()
  return rows.map(({ kind, side, isHere, ...rest }) => ({
    ...rest,
    kind: OrganisationKind.catch('other').parse(kind),
    side: Side.parse(side),
    isHere: Boolean(isHere),
  }))
}

/** Adds an empty plan to a room, which must be locked. */
export async function addPlanToRoom(
  trx: Trx,
  given: { roomId: string; title: string; createdBy: string },
): Promise<DocumentSummary> {
  const row = await createDocument(trx, { ...given, kind: 'plan', initial: emptyPlan() })
  return { ...row, createdAt: row.createdAt.toISOString() }
}

function emptyPlan(): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('meta').set('version', documentCatalogue.plan.version)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

/** Throws `not_found` where the room has no such plan. */
export async function requirePlan(db: Executor, given: { roomId: string; documentId: string }): Promise<void> {
  const found = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', given.documentId)
    .where('roomId', '=', given.roomId)
    .where('kind', '=', 'plan')
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
}
