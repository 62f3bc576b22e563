import { sql } from 'kysely'
import * as Y from 'yjs'
import { wordsOf } from '@meydan/shared/documents/rich-text/read'
import type { Executor } from '../../database/schema.ts'
import { type Change, changesOf, TEXTS } from '../../sync/history/changes.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'
import { readTail, type Tail } from '../../sync/history/versions.ts'
import { kindOfChange, type RawEvent } from './grouping.ts'
import type { Asked } from './row-events.ts'

type Told = Change & { documentId: string; words: string | null }
/** What a document's log says that isn't folded yet, up to its head: it is the same for everybody who asks. */
type Unfolded = { epoch: number; head: number; from: number; told: Told[] }

const KEPT_MOST = 200

/** What was changed in a room's documents, also by what is not folded yet; nothing of what is hidden now. */
export class DocumentEvents {
  readonly #unfolded = new Map<string, Unfolded>()

  /** In one view of the database: a fold in between would move changes from the one to the other. */
  async read(db: Executor, asked: Asked): Promise<RawEvent[]> {
    const stored = await storedChanges(db, asked)
    const fresh = await this.#fresh(db, asked)
    return [...stored, ...fresh].flatMap((change) => eventOf(change) ?? [])
  }

  async #fresh(db: Executor, { roomId, since, mySeats, others }: Asked): Promise<Told[]> {
    const { rows } = await sql<{
      id: string
      epoch: number
      head: number
      hidden: string[] | null
      upto: number | null
    }>`
      select document.id, document.epoch, document.head,
        (select array_agg(gone) from hidden_object, unnest(record_ids) as gone
          where hidden_object.document_id = document.id) as hidden,
        (select max(upto) from document_snapshot where document_id = document.id) as upto
      from document
      where room_id = ${roomId} and quarantined_at is null
        and exists (select 1 from document_update
          where document_update.document_id = document.id and document_update.created_at > ${since})`.execute(db)
    const told: Told[] = []
    for (const { id, epoch, head, hidden, upto } of rows) {
      const { told: all } = await this.#of(db, id, { epoch, head, from: upto ?? 0 })
      const unseen = new Set(hidden)
      told.push(
        ...all.filter(
          ({ changedAt, seatId, recordId }) =>
            changedAt > since && !unseen.has(recordId) && !(others && seatId !== null && mySeats.includes(seatId)),
        ),
      )
    }
    return told
  }

  async #of(db: Executor, documentId: string, is: Omit<Unfolded, 'told'>): Promise<Unfolded> {
    const known = this.#unfolded.get(documentId)
    if (known && known.epoch === is.epoch && known.head === is.head && known.from === is.from) return known
    const tail = await readTail(db, documentId)
    const made = { ...is, told: tail ? toldOf(documentId, tail) : [] }
    this.#unfolded.delete(documentId)
    this.#unfolded.set(documentId, made)
    if (this.#unfolded.size > KEPT_MOST) this.#unfolded.delete(this.#unfolded.keys().next().value!)
    return made
  }
}

function toldOf(documentId: string, { kind, base, rows }: Tail): Told[] {
  try {
    const changes = changesOf(kind, base, rows)
    const doc = new Y.Doc()
    for (const bytes of [...(base ? [base] : []), ...rows.map((row) => row.bytes)]) Y.applyUpdate(doc, bytes)
    const told = changes.map((change) => ({ ...change, documentId, words: wordsIn(doc, change) }))
    doc.destroy()
    return told
  } catch {
    // A document in quarantine has no readable log; what was folded before is told still.
    return []
  }
}

/** Null where it is gone. */
function wordsIn(doc: Y.Doc, { root, recordId }: Change): string | null {
  const record = doc.getMap(root).get(recordId)
  if (!(record instanceof Y.Map)) return null
  const title: unknown = record.get('title')
  return typeof title === 'string' ? title : wordsOf(doc.getMap(TEXTS).get(recordId))
}

async function storedChanges(db: Executor, { roomId, since, mySeats, others, most }: Asked): Promise<Told[]> {
  const byOthers = others ? sql`and (c.seat_id is null or c.seat_id <> all(${[...mySeats]}::uuid[]))` : sql``
  const { rows } = await sql<Told>`
    select c.document_id, c.seq, c.root, c.record_id, c.action, c.fields, c.seat_id, c.changed_at,
      coalesce(case when r.gone_at is null then r.words end, a.title) as words
    from document join document_change c on c.document_id = document.id
    left join board_record r on r.document_id = c.document_id and r.record_id = c.record_id
    left join plan_action a on a.document_id = c.document_id and a.action_id = c.record_id
    where document.room_id = ${roomId} and c.changed_at > ${since} ${byOthers}
      and not ${isHidden({ documentId: 'c.documentId', recordId: 'c.recordId' })}
    order by c.changed_at desc limit ${most}`.execute(db)
  return rows
}

/** Words without their object are no news: they went with it. */
function eventOf({ documentId, root, recordId, action, fields, seatId, changedAt, words }: Told): RawEvent | null {
  if (root === TEXTS && action === 'deleted') return null
  const kind = kindOfChange(root, action, fields)
  const event = { kind, at: changedAt, seatId, documentId, threadId: null }
  // What it is about is the document itself.
  if (kind === 'document_changed' || kind === 'minutes_changed') {
    return { ...event, recordId: null, object: documentId, words: '', fields: [] }
  }
  return {
    ...event,
    recordId: words === null ? null : recordId,
    object: `${documentId} ${recordId}`,
    words: (words ?? '').trim().slice(0, 160).toWellFormed(),
    fields: root === 'actions' && action === 'changed' ? fields : [],
  }
}
