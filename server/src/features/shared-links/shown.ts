import type { openLink } from '@meydan/shared/contracts/shared-links'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import type { Language } from '@meydan/shared/languages'
import { AppError } from '@meydan/shared/errors'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { type SharedAccess, standingLinks } from '../../access/shared-links.ts'
import type { Database } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import { folding } from '../../sync/folding/worker.ts'
import { outsideCopy } from '../../sync/history/outside-copy.ts'

type Shown = ReplyOf<typeof openLink>
type Copy = Pick<Shown, 'update' | 'organisations'>

/** Documents that were copied last, as they stand: a hall opens one link at the same moment. */
const KEPT = 12

/** What links show, copied once for all who look at the same document as it stands. */
export class ShownDocuments {
  readonly #db: Database
  readonly #copies = new Map<string, Promise<Copy>>()

  constructor(db: Database) {
    this.#db = db
  }

  /** `known`: the state that the page has. Throws `link_unknown`, `link_expired`, `unavailable`. */
  async show({ linkId, documentId, roomId, level, expiresAt }: SharedAccess, known?: string): Promise<Shown> {
    const [standing] = await standingLinks(this.#db, [linkId])
    if (!standing) throw new AppError('link_expired')
    const state = standing.document
    const { title, kind, ...around } = await facts(this.#db, documentId)
    const { update, organisations } = await this.#copy({ roomId, documentId, state })
    return {
      ...{ ...around, document: { id: documentId, kind, title }, level, state, organisations },
      expiresAt: expiresAt.toISOString(),
      update: known === state ? null : update,
    }
  }

  /** Whether what a link shows has this id in it. Throws `link_expired`, `unavailable`. */
  async holds({ linkId, documentId, roomId }: SharedAccess, id: string): Promise<boolean> {
    const [standing] = await standingLinks(this.#db, [linkId])
    if (!standing) throw new AppError('link_expired')
    const { update } = await this.#copy({ roomId, documentId, state: standing.document })
    return Buffer.from(update ?? '', 'base64').includes(id)
  }

  #copy(of: { roomId: string; documentId: string; state: string }): Promise<Copy> {
    const key = `${of.documentId} ${of.state}`
    const known = this.#copies.get(key)
    if (known) return known
    const made = copyOf(this.#db, of)
    this.#copies.set(key, made)
    made.catch(() => this.#copies.delete(key))
    for (const oldest of this.#copies.keys()) {
      if (this.#copies.size <= KEPT) break
      this.#copies.delete(oldest)
    }
    return made
  }
}

async function copyOf(db: Database, { roomId, documentId }: { roomId: string; documentId: string }): Promise<Copy> {
  const stored = await new DocumentLog(db).read(documentId)
  if (!stored) throw new AppError('link_unknown')
  if (stored.quarantined) throw new AppError('unavailable')
  const hidden = await db.selectFrom('hiddenObject').select('recordIds').where('roomId', '=', roomId).execute()
  const seats = await db
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['seat.id as seatId', 'organisation.id', 'organisation.name'])
    .where('seat.roomId', '=', roomId)
    .execute()
  const names = {
    hidden: hidden.flatMap(({ recordIds }) => recordIds),
    organisations: Object.fromEntries(seats.map(({ seatId, ...organisation }) => [seatId, organisation])),
  }
  const bytes = await outsideCopy(stored, names, folding).catch(() => {
    throw new AppError('unavailable')
  })
  return { update: Buffer.from(bytes).toString('base64'), organisations: await namedBy(db, roomId, bytes) }
}

/** Organisations of the programme whose ids the document has in it. */
async function namedBy(db: Database, roomId: string, bytes: Uint8Array): Promise<Copy['organisations']> {
  const rows = await db
    .selectFrom('organisation')
    .innerJoin('room', 'room.programmeId', 'organisation.programmeId')
    .select(['organisation.id', 'organisation.name'])
    .select(({ ref }) => [ref('organisation.side').$castTo<Side>().as('side')])
    .where('room.id', '=', roomId)
    .orderBy('organisation.nameFolded')
    .execute()
  const text = Buffer.from(bytes)
  return rows.filter(({ id }) => text.includes(id))
}

async function facts(db: Database, documentId: string) {
  const { rows } = await sql<
    Pick<Shown, 'roomName' | 'programmeName' | 'hostName'> & {
      language: Language
      title: string
      kind: Shown['document']['kind']
    }
  >`
    select document.title, document.kind, room.name as room_name, room.language, programme.name as programme_name,
      coalesce((select name from organisation
        where programme_id = programme.id and is_host order by created_at limit 1), '') as host_name
    from document join room on room.id = document.room_id join programme on programme.id = room.programme_id
    where document.id = ${documentId}`.execute(db)
  if (!rows[0]) throw new AppError('link_unknown')
  return rows[0]
}
