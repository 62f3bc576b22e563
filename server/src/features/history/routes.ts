import * as history from '@meydan/shared/contracts/history'
import { AppError } from '@meydan/shared/errors'
import type { Permission } from '@meydan/shared/permissions'
import type { FastifyRequest } from 'fastify'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { erasePersonInRoom } from '../../sync/history/erase.ts'
import { restoreRecord, restoreVersion } from '../../sync/history/restore.ts'
import { readVersion } from '../../sync/history/versions.ts'
import { changesPage, requireDocument, requireSeatOnce, versionsOf } from './store.ts'

export type HistoryDeps = {
  db: Database
  announce: Announce
  /** Deletes what a person uploaded in a room; answers with how many pictures. */
  erasePictures: (of: { roomId: string; personId: string }) => Promise<number>
}

export function historyRoutes(mount: Mount, deps: HistoryDeps): void {
  const { db } = deps

  mount(history.listChanges, async ({ params, query }) => {
    await requireDocument(db, params)
    return changesPage(db, { ...params, ...query })
  })

  mount(history.listVersions, async ({ params }) => {
    await requireDocument(db, params)
    return versionsOf(db, params)
  })

  mount(history.readVersion, async ({ params }) => {
    await requireDocument(db, params)
    const version = await readVersion(db, params.documentId, params.versionId)
    if (!version) throw new AppError('not_found')
    return { createdAt: version.createdAt.toISOString(), update: Buffer.from(version.bytes).toString('base64') }
  })

  restoreRoutes(mount, deps)
  eraseRoutes(mount, deps)
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
      restoreVersion(trx, { ...by, versionId }),
    )
    return { changed }
  })

  mount(history.restoreRecord, async ({ params, body, identity, seat }) => {
    const by = { documentId: params.documentId, seatId: seat.id }
    await restoring({ ...params, identity, needs: history.restoreRecord.needs }, (trx) =>
      restoreRecord(trx, { ...by, ...body }),
    )
    return {}
  })
}

/** Also in archived rooms: what must not be there must be possible to take out. */
function eraseRoutes(mount: Mount, { db, announce, erasePictures }: HistoryDeps): void {
  const erase = async (of: { roomId: string; personId: string }, by: string, request: FastifyRequest) => {
    const pictures = await erasePictures(of)
    const erased = await erasePersonInRoom(db, { ...of, announce })
    request.log.warn({ ...of, ...erased, pictures, by }, 'text of a person erased')
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
