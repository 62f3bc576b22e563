import type { Origin } from '@meydan/shared/contracts/plans'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import type { SourceKind } from '@meydan/shared/documents/plan/records'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

/** For whom it is read: nothing of other rooms, and of what is hidden the words only for those who hide. */
export type Reader = { roomId: string; saysHidden: boolean }

export function readerOf(seat: Seat): Reader {
  return { roomId: seat.roomId, saysHidden: isGranted('stage.direct', grantsOf(seat)) }
}

/** A record where a source says it is: what is of a vote, or of a plan itself, names no document. */
export type RecordAt = { documentId: string; recordId: string }
export const keyOf = ({ documentId, recordId }: RecordAt): string => `${documentId} ${recordId}`

/** What is known of records of boards and plans, and of where they are. */
export type Origins = {
  /** Never undefined: of what is not known it says so. */
  of: (kind: SourceKind, documentId: string | null, recordId: string) => Origin
}

/** Records of this room's boards, those that are gone or hidden as well. */
export function boardRecords(db: Executor, { roomId }: Reader) {
  return (
    db
      .selectFrom('boardRecord')
      .innerJoin('document', 'document.id', 'boardRecord.documentId')
      // A record says its author by claim: a seat of another room says nothing here.
      .leftJoin('seat', (join) =>
        join.onRef('seat.id', '=', 'boardRecord.seatId').onRef('seat.roomId', '=', 'document.roomId'),
      )
      .leftJoin('organisation', 'organisation.id', 'seat.organisationId')
      .select(['boardRecord.documentId', 'boardRecord.recordId', 'boardRecord.kind', 'boardRecord.words'])
      .select(['boardRecord.seatId', 'boardRecord.side', 'boardRecord.themeId', 'boardRecord.goneAt'])
      .select('boardRecord.cameOf')
      .select(['document.title as documentTitle', 'organisation.name as organisation'])
      .select('organisation.side as organisationSide')
      .select(isHidden({ documentId: 'boardRecord.documentId', recordId: 'boardRecord.recordId' }).as('isHidden'))
      .where('document.roomId', '=', roomId)
      // Frames are rows too, and nothing comes of them.
      .where('boardRecord.kind', 'in', ['note', 'theme'])
  )
}

type BoardRow = Awaited<ReturnType<ReturnType<typeof boardRecords>['execute']>>[number]

export function originOfRecord(row: BoardRow, { saysHidden }: Reader): Origin {
  const { documentId, recordId, documentTitle, organisation, seatId } = row
  const ofAuthor = (row.organisationSide ?? undefined) as Side | undefined
  return {
    ...{ documentId, documentTitle, recordId, organisation },
    kind: row.kind as SourceKind,
    words: row.isHidden && !saysHidden ? '' : row.words,
    side: sideShown({ seat: seatId, side: row.side as Side }, ofAuthor),
    state: row.isHidden ? 'hidden' : row.goneAt ? 'gone' : 'here',
  }
}

/** Reads what is known of these records. */
export async function originsOf(db: Executor, reader: Reader, wanted: readonly RecordAt[]): Promise<Origins> {
  const known = new Map<string, Origin>()
  const documents = [...new Set(wanted.map(({ documentId }) => documentId))]
  const recordIds = [...new Set(wanted.map(({ recordId }) => recordId))]
  const elsewhere = new Set<string>()
  if (wanted.length > 0) {
    const rows = await boardRecords(db, reader)
      .where('boardRecord.documentId', 'in', documents)
      .where('boardRecord.recordId', 'in', recordIds)
      .execute()
    for (const row of rows) known.set(keyOf(row), originOfRecord(row, reader))
    for (const origin of await actionOrigins(db, reader, { documents, recordIds })) {
      known.set(keyOf({ ...origin, documentId: origin.documentId! }), origin)
    }
    const others = await db
      .selectFrom('document')
      .select('id')
      .where('id', 'in', documents)
      .where('roomId', '!=', reader.roomId)
      .execute()
    for (const { id } of others) elsewhere.add(id)
  }
  return {
    of(kind, documentId, recordId) {
      const found = documentId === null ? undefined : known.get(keyOf({ documentId, recordId }))
      if (found) return { ...found, kind }
      const state = documentId !== null && elsewhere.has(documentId) ? 'elsewhere' : 'unknown'
      return nothingOf(kind, recordId, state)
    },
  }
}

export function nothingOf(kind: SourceKind, recordId: string, state: 'elsewhere' | 'unknown'): Origin {
  return { kind, documentId: null, documentTitle: '', recordId, words: '', side: null, organisation: null, state }
}

/** Actions of this room's plans, those that are gone as well. */
async function actionOrigins(
  db: Executor,
  { roomId }: Reader,
  { documents, recordIds }: { documents: string[]; recordIds: string[] },
): Promise<Origin[]> {
  const held = db
    .selectFrom('planAction')
    .select(['documentId', 'actionId', 'title', 'seatId', 'side'])
    .select(sql<Date | null>`null::timestamptz`.as('goneAt'))
    .unionAll(db.selectFrom('goneAction').select(['documentId', 'actionId', 'title', 'seatId', 'side', 'goneAt']))
  const rows = await db
    .selectFrom(held.as('held'))
    .innerJoin('document', 'document.id', 'held.documentId')
    .leftJoin('seat', (join) => join.onRef('seat.id', '=', 'held.seatId').onRef('seat.roomId', '=', 'document.roomId'))
    .leftJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['held.documentId', 'actionId as recordId', 'held.title as words', 'held.seatId', 'held.side', 'goneAt'])
    .select(['document.title as documentTitle', 'organisation.name as organisation'])
    .select('organisation.side as organisationSide')
    .where('document.roomId', '=', roomId)
    .where('held.documentId', 'in', documents)
    .where('actionId', 'in', recordIds)
    // One that came back is where it is, whatever is left of its absence.
    .orderBy('goneAt', (order) => order.asc().nullsLast())
    .execute()
  return rows.map(({ seatId, side, organisationSide, goneAt, ...row }) => ({
    ...row,
    kind: 'action',
    side: sideShown({ seat: seatId, side: side as Side }, (organisationSide ?? undefined) as Side | undefined),
    state: goneAt ? 'gone' : 'here',
  }))
}

/** Throws `not_found` where the room has no such document. */
export async function requireDocument(db: Executor, { roomId }: Reader, documentId: string): Promise<void> {
  const row = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
}
