import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import type { PassageEnds } from '@meydan/shared/documents/minutes/passage'
import { AppError } from '@meydan/shared/errors'
import type { Executor, Trx } from '../../database/schema.ts'
import { readRows } from '../../projection/read-rows.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import { folding } from '../../sync/folding/worker.ts'
import { hiddenRecordsOf } from '../../sync/history/hidden-records.ts'

type Located = Exclude<ThreadAnchor, { kind: 'room' | 'passage' }>
/** What is on a board or plan: its words, and the seats whose it is. */
export type Anchored = { words: string; seatIds: readonly string[] }

/**
 * What a thread is to be about. Read before the room is locked: where its rows are behind, the document itself is read.
 * Throws `not_found` where the room has no such object.
 */
export async function findAnchored(db: Executor, roomId: string, anchor: ThreadAnchor): Promise<Anchored> {
  if (anchor.kind === 'room') return { words: '', seatIds: [] }
  const document = await db
    .selectFrom('document')
    .select('kind')
    .where('id', '=', anchor.documentId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (anchor.kind === 'passage') {
    const [words] = document?.kind === 'minutes' ? await passageWords(db, anchor.documentId, [anchor]) : []
    if (!words?.trim()) throw new AppError('not_found')
    return { words, seatIds: [] }
  }
  if (document?.kind !== (isAction(anchor) ? 'plan' : 'board')) throw new AppError('not_found')
  const found = (await projected(db, anchor)) ?? (await stored(db, anchor))
  if (!found) throw new AppError('not_found')
  return found
}

/** Throws `not_found` where it is hidden: asked once more under the room's lock. */
export async function requireNotHidden(trx: Trx, anchor: ThreadAnchor): Promise<void> {
  if (anchor.kind === 'room' || anchor.kind === 'passage') return
  if ((await hiddenRecordsOf(trx, anchor.documentId)).has(anchor.recordId)) throw new AppError('not_found')
}

/** The words of all that is in a document as it is committed, by id: its rows may be a moment behind. */
export async function storedWords(db: Executor, documentId: string): Promise<ReadonlyMap<string, Anchored>> {
  const { records, actions } = await storedRows(db, documentId)
  return new Map([
    ...records.map((row) => [row.record_id, ofRecord(row)] as const),
    ...actions.map((row) => [row.action_id, ofAction(row)] as const),
  ])
}

/** Who made what a thread is about, or is to do it, as its rows say. */
export async function ownersOf(
  db: Executor,
  { documentId, recordId }: { documentId: string | null; recordId: string | null },
): Promise<readonly string[]> {
  if (documentId === null || recordId === null) return []
  const record = db.selectFrom('boardRecord').select('seatId').where('documentId', '=', documentId)
  const action = db.selectFrom('planAction').select(['seatId', 'personSeatId']).where('documentId', '=', documentId)
  const [ofBoard, ofPlan] = [
    await record.where('recordId', '=', recordId).executeTakeFirst(),
    await action.where('actionId', '=', recordId).executeTakeFirst(),
  ]
  return present([ofBoard?.seatId, ofPlan?.seatId, ofPlan?.personSeatId])
}

const isAction = ({ kind }: Located) => kind === 'action' || kind === 'field'

async function projected(db: Executor, anchor: Located): Promise<Anchored | undefined> {
  const { kind, documentId, recordId } = anchor
  if (isAction(anchor)) {
    const action = db.selectFrom('planAction').select(['title', 'seatId', 'personSeatId'])
    const row = await action.where('documentId', '=', documentId).where('actionId', '=', recordId).executeTakeFirst()
    return row && { words: row.title, seatIds: present([row.seatId, row.personSeatId]) }
  }
  const record = db.selectFrom('boardRecord').select(['words', 'seatId']).where('documentId', '=', documentId)
  const here = record.where('recordId', '=', recordId).where('kind', '=', kind).where('goneAt', 'is', null)
  const row = await here.executeTakeFirst()
  return row && { words: row.words, seatIds: present([row.seatId]) }
}

/**
 * What is left of passages of one document as it is committed, in their order: what the page says their words are doesn't
 * count. '' of what is gone, null of what is no passage of it.
 */
export async function passageWords(
  db: Executor,
  documentId: string,
  all: readonly PassageEnds[],
): Promise<(string | null)[]> {
  const found = await new DocumentLog(db).read(documentId)
  if (found?.kind !== 'minutes') return all.map(() => null)
  const passages = all.map(({ from, to }, index) => ({ threadId: String(index), from, to }))
  const rows = await readRows({ documentId, kind: found.kind, parts: found.parts, passages }, folding)
  const words = new Map(
    (JSON.parse(rows.passages) as EncodedPassage[]).map(({ thread_id: id, words }) => [id, words] as const),
  )
  return passages.map(({ threadId }) => words.get(threadId) ?? null)
}

type EncodedPassage = { thread_id: string; words: string | null }

type EncodedRecord = { kind: string; record_id: string; words: string; seat_id: string | null }
type EncodedAction = { action_id: string; title: string; seat_id: string | null; person_seat_id: string | null }

async function stored(db: Executor, anchor: Located): Promise<Anchored | undefined> {
  const { records, actions } = await storedRows(db, anchor.documentId)
  const { kind, recordId } = anchor
  if (isAction(anchor)) {
    const row = actions.find(({ action_id: id }) => id === recordId)
    return row && ofAction(row)
  }
  const row = records.find((record) => record.record_id === recordId && record.kind === kind)
  return row && ofRecord(row)
}

async function storedRows(db: Executor, documentId: string) {
  const found = await new DocumentLog(db).read(documentId)
  if (!found) return { records: [], actions: [] }
  const rows = await readRows({ documentId, kind: found.kind, parts: found.parts }, folding)
  return {
    records: JSON.parse(rows.records) as EncodedRecord[],
    actions: JSON.parse(rows.actions) as EncodedAction[],
  }
}

function ofRecord({ words, seat_id: seatId }: EncodedRecord): Anchored {
  return { words, seatIds: present([seatId]) }
}

function ofAction({ title, seat_id: seatId, person_seat_id: personSeatId }: EncodedAction): Anchored {
  return { words: title, seatIds: present([seatId, personSeatId]) }
}

function present(seats: readonly (string | null | undefined)[]): string[] {
  return seats.flatMap((seat) => seat ?? [])
}
