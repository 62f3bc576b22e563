import type { InputOf } from '@meydan/shared/contracts/contract'
import type { ChangeView, listChanges as listChangesContract, VersionView } from '@meydan/shared/contracts/history'
import type { SeatView } from '@meydan/shared/contracts/rooms'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import type { Side } from '@meydan/shared/words'
import { grantsOf, type Seat, seatViews } from '../../access/seats.ts'
import type { Database, Executor } from '../../database/schema.ts'
import { wordsOfDeleted } from '../../sync/history/deleted-words.ts'
import { type ChangePlace, listChanges, listVersions } from '../../sync/history/versions.ts'

/** Throws `not_found` where the room has no such document. */
export async function requireDocument(db: Executor, given: { roomId: string; documentId: string }): Promise<void> {
  await kindOf(db, given)
}

/** Throws `not_found` where the room has no such document. */
export async function kindOf(db: Executor, given: { roomId: string; documentId: string }): Promise<DocumentKind> {
  const found = await db
    .selectFrom('document')
    .select('kind')
    .where('id', '=', given.documentId)
    .where('roomId', '=', given.roomId)
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
  return found.kind as DocumentKind
}

/** Throws `boards_locked` for a board where the room's boards are closed for whoever may not lock. */
export async function requireOpenIfBoard(db: Executor, seat: Seat, documentId: string): Promise<void> {
  if (isGranted('board.lock', grantsOf(seat))) return
  const closed = await db
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .select('document.id')
    .where('document.id', '=', documentId)
    .where('document.kind', '=', 'board')
    .where('room.boardsLockedAt', 'is not', null)
    .executeTakeFirst()
  if (closed) throw new AppError('boards_locked')
}

/** Throws `not_found` where the programme has no such room, or this person never had a seat in it. */
export async function requireSeatOnce(
  db: Executor,
  given: { programmeId: string; roomId: string; personId: string },
): Promise<void> {
  const found = await db
    .selectFrom('seat')
    .select('id')
    .where('programmeId', '=', given.programmeId)
    .where('roomId', '=', given.roomId)
    .where('personId', '=', given.personId)
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
}

export async function changesPage(
  db: Database,
  given: {
    roomId: string
    documentId: string
    /** Records whose words are not told. */
    unsaid: ReadonlySet<string>
  } & InputOf<typeof listChangesContract>['query'],
): Promise<{ changes: ChangeView[]; seats: SeatView[]; next: string | null }> {
  const before = given.before === undefined ? undefined : readPlace(given.before)
  const seats = await seatViews(db, given.roomId)
  const only = { action: given.action, seatIds: seatsMeant(seats, given) }
  const { changes, next } = await listChanges(db, given.documentId, { before, limit: given.limit, only })
  const told = changes.filter(({ recordId }) => !given.unsaid.has(recordId))
  const words = await wordsOfDeleted(db, given.documentId, told)
  const named = new Set(changes.map(({ seatId }) => seatId))
  return {
    changes: changes.map((change) => ({
      ...change,
      changedAt: change.changedAt.toISOString(),
      ...(words.has(change) && { words: words.get(change)! }),
    })),
    seats: seats.filter(({ id }) => named.has(id)),
    next: next && `${next.seq}.${next.root}.${next.recordId}`,
  }
}

/** Undefined: everybody's, and the server's too. */
function seatsMeant(
  seats: readonly SeatView[],
  { seatId, side }: { seatId?: string | undefined; side?: Side | undefined },
): string[] | undefined {
  if (seatId === undefined && side === undefined) return undefined
  const meant = seats.filter((seat) => (seatId ?? seat.id) === seat.id && (side ?? seat.side) === seat.side)
  return meant.map(({ id }) => id)
}

export async function versionsOf(
  db: Executor,
  given: { roomId: string; documentId: string },
): Promise<{ versions: VersionView[]; seats: SeatView[] }> {
  const versions = await listVersions(db, given.documentId)
  return {
    versions: versions.map(({ id, reason, seatId, createdAt }) => ({
      id,
      reason,
      seatId,
      createdAt: createdAt.toISOString(),
    })),
    seats: await seatsNamed(db, given.roomId, versions),
  }
}

async function seatsNamed(
  db: Executor,
  roomId: string,
  things: readonly { seatId: string | null }[],
): Promise<SeatView[]> {
  const named = new Set(things.map(({ seatId }) => seatId))
  return (await seatViews(db, roomId)).filter(({ id }) => named.has(id))
}

/** A place as `next` wrote it. A record's id may have dots in it, a root has none. */
function readPlace(text: string): ChangePlace {
  const [seq, root, ...recordId] = text.split('.')
  return { seq: Number(seq), root: root!, recordId: recordId.join('.') }
}
