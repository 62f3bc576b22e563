import { type DocumentKind, pathOfDocument } from '@meydan/shared/documents/kinds'
import type { InputOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { type Happening, HAPPENINGS_PAGE, type readHappenings } from '@meydan/shared/contracts/room-home'
import type { SeatView } from '@meydan/shared/contracts/rooms'
import { seatViews } from '../../access/seats.ts'
import type { Database, Executor } from '../../database/schema.ts'
import type { DocumentEvents } from './document-events.ts'
import { type Grouped, grouped, newestFirst, placeOf, readPlace } from './grouping.ts'
import { rowEvents } from './row-events.ts'
import { lastVisitEnd, type Visitor } from './visits.ts'

/** So far back a room is told of at once; what lies behind is in the history of each document. */
const MOST = 4_000
const BEGINNING = new Date(0)

type Query = InputOf<typeof readHappenings>['query']
type Reply = ReplyOf<typeof readHappenings>

/** What happened in a room, as whoever has a seat there may see it. */
export async function happeningsFor(
  db: Database,
  documents: DocumentEvents,
  { query, ...visitor }: Visitor & { query: Query },
): Promise<Reply> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const sinceAt = await lastVisitEnd(trx, visitor)
      const { roomId, personId } = visitor
      const seats = await seatViews(trx, roomId)
      const mine = await seatsOf(trx, visitor)
      const since = query.since === 'all' || !sinceAt ? BEGINNING : sinceAt
      const asked = { roomId, since, mySeats: mine, others: query.by === 'others', most: MOST }
      const events = [...(await rowEvents(trx, asked)), ...(await documents.read(trx, asked))]
      const groups = grouped(events)
      const kinds = await kindsOf(trx, roomId)
      const told = groups.filter((group) => isMeant(group, query, seats))
      const page = pageOf(told, query.before)
      const named = new Set(page.map(({ seatId }) => seatId))
      return {
        sinceAt: sinceAt?.toISOString() ?? null,
        happenings: page.map((group) => viewOf(group, { roomId, seats, kinds })),
        seats: seats.filter(({ id }) => named.has(id)),
        next: page.length < HAPPENINGS_PAGE || page.at(-1) === told.at(-1) ? null : placeOf(page.at(-1)!),
        counts: await countsOf(trx, { groups, sinceAt, personId, roomId, mine }),
      }
    })
}

async function seatsOf(db: Executor, { roomId, personId }: Visitor): Promise<string[]> {
  const rows = await db
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .execute()
  return rows.map(({ id }) => id)
}

async function kindsOf(db: Executor, roomId: string): Promise<ReadonlyMap<string, DocumentKind>> {
  const rows = await db.selectFrom('document').select(['id', 'kind']).where('roomId', '=', roomId).execute()
  return new Map(rows.map(({ id, kind }) => [id, kind as DocumentKind]))
}

function isMeant({ seatId, documentId }: Grouped, query: Query, seats: readonly SeatView[]): boolean {
  if (query.seatId !== undefined && seatId !== query.seatId) return false
  if (query.documentId !== undefined && documentId !== query.documentId) return false
  return query.side === undefined || seats.find(({ id }) => id === seatId)?.side === query.side
}

function pageOf(told: readonly Grouped[], before: string | undefined): Grouped[] {
  const place = before === undefined ? undefined : readPlace(before)
  const rest = place ? told.filter((group) => newestFirst(place, group) < 0) : told
  return rest.slice(0, HAPPENINGS_PAGE)
}

type Told = { roomId: string; seats: readonly SeatView[]; kinds: ReadonlyMap<string, DocumentKind> }

function viewOf(group: Grouped, { roomId, seats, kinds }: Told): Happening {
  const { id, kind, at, count, seatId, documentId, recordId, threadId, words, fields } = group
  return {
    ...{ id, kind, count, seatId, documentId, recordId, threadId, fields },
    words: words.slice(0, 160).toWellFormed(),
    at: at.toISOString(),
    side: seats.find((seat) => seat.id === seatId)?.side ?? null,
    path: pathOf(group, roomId, kinds),
  }
}

function pathOf(group: Grouped, roomId: string, kinds: ReadonlyMap<string, DocumentKind>): string | null {
  const { kind, documentId, recordId, threadId, object } = group
  const room = `/rooms/${roomId}`
  if (threadId) return `${room}?thread=${threadId}`
  if (kind === 'decision_proposed' || kind === 'decision_closed') return `${room}?decision=${object}`
  if (kind === 'meeting_planned') return `${room}?meeting=${object}`
  if (kind === 'meeting_ended') return `${room}/meetings/${object}/summary`
  const type = documentId && kinds.get(documentId)
  if (!type) return null
  const page = pathOfDocument(roomId, { id: documentId, kind: type })
  if (kind === 'version_frozen') return `${page}?panel=signing`
  if (recordId === null) return kind.endsWith('_deleted') ? null : page
  return `${page}?${type === 'plan' ? 'action' : 'record'}=${encodeURIComponent(recordId)}`
}

type Counted = { groups: readonly Grouped[]; sinceAt: Date | null; personId: string; roomId: string; mine: string[] }

/** What is new by kind of page: in documents what came after one last looked, threads with what one hasn't read. */
async function countsOf(db: Executor, { groups, sinceAt, personId, roomId, mine }: Counted): Promise<Reply['counts']> {
  const since = sinceAt ?? BEGINNING
  const fresh = groups.filter(({ at, seatId }) => at > since && !(seatId && mine.includes(seatId)))
  const looked = await seenDocuments(db, { roomId, personId })
  const read = await readThreads(db, { roomId, personId })
  const documents: Record<string, number> = {}
  const threads = new Set<string>()
  for (const { at, documentId, threadId, kind } of fresh) {
    if (threadId) {
      if (kind === 'comment' && at > (read.get(threadId) ?? BEGINNING)) threads.add(threadId)
    } else if (documentId && at > (looked.get(documentId) ?? BEGINNING)) {
      documents[documentId] = (documents[documentId] ?? 0) + 1
    }
  }
  const decisions = fresh.filter(({ kind }) => kind.startsWith('decision_')).length
  return { documents, threads: threads.size, decisions, all: fresh.length }
}

type Of = { roomId: string; personId: string }

async function seenDocuments(db: Executor, { roomId, personId }: Of): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('documentVisit')
    .innerJoin('document', 'document.id', 'documentVisit.documentId')
    .select(['document.id', 'documentVisit.seenAt'])
    .where('document.roomId', '=', roomId)
    .where('documentVisit.personId', '=', personId)
    .execute()
  return new Map(rows.map(({ id, seenAt }) => [id, seenAt]))
}

async function readThreads(db: Executor, { roomId, personId }: Of): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('threadRead')
    .innerJoin('thread', 'thread.id', 'threadRead.threadId')
    .select(['thread.id', 'threadRead.readAt'])
    .where('thread.roomId', '=', roomId)
    .where('threadRead.personId', '=', personId)
    .execute()
  return new Map(rows.map(({ id, readAt }) => [id, readAt]))
}
