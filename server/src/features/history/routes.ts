import * as history from '@meydan/shared/contracts/history'
import { AppError } from '@meydan/shared/errors'
import { isGranted, type Permission } from '@meydan/shared/permissions'
import type { FastifyRequest } from 'fastify'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { type EraseAlongside, erasePersonInRoom } from '../../sync/history/erase.ts'
import { hiddenRecordsOf, withoutRecords } from '../../sync/history/hidden-records.ts'
import { restoreRecord, restoreVersion } from '../../sync/history/restore.ts'
import { readVersion } from '../../sync/history/versions.ts'
import { changesPage, kindOf, requireDocument, requireOpenIfBoard, requireSeatOnce, versionsOf } from './store.ts'

export type HistoryDeps = {
  db: Database
  announce: Announce
  /**
   * What a person leaves in a room outside its documents, by the name the log gives it. Each empties its own and answers
   * with how many there were. Run in this order, before the documents: a reveal that came in between would put drafts
   * onto a board that is done already.
   */
  eraseElsewhere: Readonly<Record<string, (of: { roomId: string; personId: string }) => Promise<number>>>
  /** What others keep of a document, erased in one transaction with it. */
  eraseAlongside: readonly EraseAlongside[]
}

export function historyRoutes(mount: Mount, deps: HistoryDeps): void {
  const { db } = deps

  mount(history.listChanges, async ({ params, query, seat }) => {
    await requireDocument(db, params)
    return changesPage(db, { ...params, ...query, unsaid: await unsaidTo(db, seat, params.documentId) })
  })

  mount(history.listVersions, async ({ params }) => {
    await requireDocument(db, params)
    return versionsOf(db, params)
  })

  mount(history.readVersion, async ({ params, seat }) => {
    const kind = await kindOf(db, params)
    const version = await readVersion(db, params.documentId, params.versionId)
    if (!version) throw new AppError('not_found')
    const bytes = withoutRecords(kind, version.bytes, await unsaidTo(db, seat, params.documentId))
    return { createdAt: version.createdAt.toISOString(), update: Buffer.from(bytes).toString('base64') }
  })

  restoreRoutes(mount, deps)
  eraseRoutes(mount, deps)
}

/** Records whose words are kept from this seat, because they are hidden. */
async function unsaidTo(db: Database, seat: Seat, documentId: string): Promise<ReadonlySet<string>> {
  return isGranted('stage.direct', grantsOf(seat)) ? new Set() : hiddenRecordsOf(db, documentId)
}

function restoreRoutes(mount: Mount, { db, announce }: HistoryDeps): void {
  type Work = { roomId: string; documentId: string; identity: Identity; needs: Permission }
  const restoring = async <T>({ documentId, ...room }: Work, work: (trx: Trx) => Promise<T>): Promise<T> => {
    const done = await inLockedRoom(db, room, async (trx) => {
      await requireDocument(trx, { roomId: room.roomId, documentId })
      return work(trx)
    })
    announce(documentId)
    return done
  }

  mount(history.restoreVersion, async ({ params, identity, seat }) => {
    const { versionId, ...document } = params
    const by = { documentId: document.documentId, seatId: seat.id }
    const changed = await restoring({ ...document, identity, needs: history.restoreVersion.needs }, (trx) =>
      // What is hidden now stays hidden, whatever the board was then.
      hiddenRecordsOf(trx, by.documentId).then((without) => restoreVersion(trx, { ...by, versionId, without })),
    )
    return { changed }
  })

  mount(history.restoreRecord, async ({ params, body, identity, seat }) => {
    const by = { documentId: params.documentId, seatId: seat.id }
    await restoring({ ...params, identity, needs: history.restoreRecord.needs }, async (trx) => {
      await requireOpenIfBoard(trx, seat, params.documentId)
      // Facilitators show it again where they hid it.
      if ((await hiddenRecordsOf(trx, params.documentId)).has(body.recordId)) throw new AppError('conflict')
      await restoreRecord(trx, { ...by, ...body })
    })
    return {}
  })
}

/** Also in archived rooms: what must not be there must be possible to take out. */
function eraseRoutes(mount: Mount, { db, announce, eraseElsewhere, eraseAlongside: alongside }: HistoryDeps): void {
  const erase = async (of: { roomId: string; personId: string }, by: string, request: FastifyRequest) => {
    const elsewhere: Record<string, number> = {}
    for (const [name, eraseIt] of Object.entries(eraseElsewhere)) elsewhere[name] = await eraseIt(of)
    const erased = await erasePersonInRoom(db, { ...of, announce, alongside })
    request.log.warn({ ...of, ...erased, elsewhere, by }, 'text of a person erased')
    return { documents: erased.documents.length, unreadable: erased.unreadable }
  }

  mount(history.erasePersonText, async ({ params, body, identity, request }) => {
    await requireSeatOnce(db, { ...params, ...body })
    return erase(body, identity.personId, request)
  })

  mount(history.eraseMyText, async ({ params, identity, request }) => {
    const { personId } = identity
    return erase({ ...params, personId }, personId, request)
  })
}
