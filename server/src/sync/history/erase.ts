import { type DocumentKind, documentKinds } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import { idsOfSeatsHeld } from '../../access/seats-held.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import { changesOf } from './changes.ts'
import type { Announce } from './edit-document.ts'
import { type Erasure, eraseFrom } from './erase-content.ts'
import { KnownWords } from './erase-copies.ts'
import { insertChanges, readTail, type Tail } from './versions.ts'

/** A document in the middle of its erasure. */
export type ErasedDocument = { documentId: string; roomId: string; erasure: Erasure }

/**
 * Erases what others keep of a document, in the transaction of its erasure: the log is clean by then, who changed what
 * is still told with the person's seats.
 */
export type EraseAlongside = (trx: Trx, erased: ErasedDocument) => Promise<void>

export type ErasureRequest = {
  roomId: string
  personId: string
  announce: Announce
  alongside?: readonly EraseAlongside[]
}

/** Ids of documents: those something was erased from, and those that could not be read and still hold everything. */
export type Erased = { documents: string[]; unreadable: string[] }

/**
 * Erases what a person wrote from every document of a room: from what it is, from its log, its kept versions and its
 * refused frames, and unties their client ids from them. Each document is done in one transaction and begins a new
 * epoch; whoever has an older one open is closed with 4409. Documents that don't load are left as they are and named.
 */
export async function erasePersonInRoom(db: Database, request: ErasureRequest): Promise<Erased> {
  const { roomId, personId, announce, alongside } = request
  const found = await db.selectFrom('document').select('id').where('roomId', '=', roomId).execute()
  const erased: Erased = { documents: [], unreadable: [] }
  for (const { id } of found) {
    try {
      if (!(await eraseInDocument(db, id, personId, alongside))) continue
      erased.documents.push(id)
      announce(id)
    } catch (error) {
      if (!(error instanceof UnreadableForErasure)) throw error
      erased.unreadable.push(id)
    }
  }
  return erased
}

export class UnreadableForErasure extends Error {}

/**
 * The same for one document. False where the person left no trace in it. Throws UnreadableForErasure, and has changed
 * nothing then.
 */
export async function eraseInDocument(
  db: Database,
  documentId: string,
  personId: string,
  alongside: readonly EraseAlongside[] = [],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // The fold's own lock, then the row that every append raises: nothing is folded or written meanwhile.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`compact ${documentId}`}, 0))`.execute(trx)
    const document = await trx
      .selectFrom('document')
      .select(['kind', 'head', 'roomId'])
      .where('id', '=', documentId)
      .forUpdate()
      .executeTakeFirst()
    const kind = documentKinds.find((known) => known === document?.kind)
    if (!document || !kind) return false
    const clients = await clientsOf(trx, documentId, personId)
    const { roomId } = document
    const seats = await idsOfSeatsHeld(trx, { roomId, personId })
    if (!(await leftATrace(trx, documentId, clients, seats))) return false
    const tail = (await readTail(trx, documentId))!
    const erasure = { clients, seats, words: new KnownWords() }
    await knowWords(trx, documentId, { tail, erasure })
    await replaceLog(trx, documentId, { head: document.head + 1, tail, erasure })
    await eraseFromVersions(trx, documentId, kind, erasure)
    for (const eraseIt of alongside) await eraseIt(trx, { documentId, roomId, erasure })
    await forgetSeats(trx, documentId, personId, [...seats])
    await trx
      .updateTable('document')
      .set((eb) => ({ epoch: eb('epoch', '+', 1), head: document.head + 1, changedAt: new Date() }))
      .where('id', '=', documentId)
      .execute()
    return true
  })
}

/** Client ids that are bound to a person in a document. */
export async function clientsOf(db: Executor, documentId: string, personId: string): Promise<Set<number>> {
  const rows = await db
    .selectFrom('documentClient')
    .select('clientId')
    .where('documentId', '=', documentId)
    .where('personId', '=', personId)
    .execute()
  return new Set(rows.map(({ clientId }) => clientId))
}

async function leftATrace(
  db: Executor,
  documentId: string,
  clients: ReadonlySet<number>,
  seats: ReadonlySet<string>,
): Promise<boolean> {
  if (clients.size > 0) return true
  if (seats.size === 0) return false
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from refused_frame where document_id = ${documentId} and seat_id = any(${[...seats]}::uuid[]))
      or exists (select 1 from document_change where document_id = ${documentId} and seat_id = any(${[...seats]}::uuid[]))
      or exists (select 1 from document_update where document_id = ${documentId} and seat_id = any(${[...seats]}::uuid[]))
      or exists (select 1 from minutes_mark where document_id = ${documentId} and kind = 'seat' and target = any(${[...seats]}))
      as found`.execute(db)
  return rows[0]?.found === true
}

type Erasing = { tail: Tail; erasure: Erasure }

async function knowWords(trx: Trx, documentId: string, { tail, erasure }: Erasing): Promise<void> {
  const { words, clients } = erasure
  readable(() => words.add(updatesOf(tail), clients))
  for (const id of await versionIds(trx, documentId)) {
    const bytes = await versionBytes(trx, id)
    attempt(() => words.add([bytes], clients))
  }
}

/** One snapshot without the text in the place of everything the log held; who changed what is kept, without who. */
async function replaceLog(trx: Trx, documentId: string, given: Erasing & { head: number }): Promise<void> {
  const { head, tail, erasure } = given
  const bytes = readable(() => eraseFrom(tail.kind, updatesOf(tail), erasure))
  await insertChanges(
    trx,
    documentId,
    readable(() => changesOf(tail.kind, tail.base, tail.rows)),
  )
  await trx.deleteFrom('documentUpdate').where('documentId', '=', documentId).execute()
  await trx.deleteFrom('documentSnapshot').where('documentId', '=', documentId).execute()
  await trx
    .insertInto('documentSnapshot')
    .values({ documentId, upto: head, bytes: Buffer.from(bytes) })
    .execute()
}

async function eraseFromVersions(trx: Trx, documentId: string, kind: DocumentKind, erasure: Erasure): Promise<void> {
  for (const id of await versionIds(trx, documentId)) {
    const before = await versionBytes(trx, id)
    const bytes = attempt(() => eraseFrom(kind, [before], erasure))
    // What can't be read can't be shown to be clean.
    if (!bytes) await trx.deleteFrom('documentVersion').where('id', '=', id).execute()
    else {
      const clean = Buffer.from(bytes)
      await trx.updateTable('documentVersion').set({ bytes: clean }).where('id', '=', id).execute()
    }
  }
}

async function forgetSeats(trx: Trx, documentId: string, personId: string, seats: string[]): Promise<void> {
  await trx
    .updateTable('documentClient')
    .set({ personId: null, seatId: null })
    .where('documentId', '=', documentId)
    .where('personId', '=', personId)
    .execute()
  if (seats.length === 0) return
  await trx.deleteFrom('refusedFrame').where('documentId', '=', documentId).where('seatId', 'in', seats).execute()
  await trx
    .updateTable('documentChange')
    .set({ seatId: null })
    .where('documentId', '=', documentId)
    .where('seatId', 'in', seats)
    .execute()
  await trx
    .updateTable('documentVersion')
    .set({ seatId: null })
    .where('documentId', '=', documentId)
    .where('seatId', 'in', seats)
    .execute()
}

async function versionIds(db: Executor, documentId: string): Promise<string[]> {
  const rows = await db.selectFrom('documentVersion').select('id').where('documentId', '=', documentId).execute()
  return rows.map(({ id }) => id)
}

/** One at a time: all of them together can be hundreds of megabytes. */
async function versionBytes(db: Executor, id: string): Promise<Uint8Array> {
  const row = await db.selectFrom('documentVersion').select('bytes').where('id', '=', id).executeTakeFirstOrThrow()
  return row.bytes
}

function updatesOf({ base, rows }: Tail): Uint8Array[] {
  return [...(base ? [base] : []), ...rows.map(({ bytes }) => bytes)]
}

/** Undefined where it throws. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function readable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new UnreadableForErasure('the document does not load', { cause: error })
  }
}
