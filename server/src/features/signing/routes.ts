import * as signing from '@meydan/shared/contracts/signing'
import type { Permission } from '@meydan/shared/permissions'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Seat } from '../../access/seats.ts'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { contentNow, requireSignable } from './contents.ts'
import { freeze, sign } from './freeze.ts'
import { mailSignatories } from './letters.ts'
import { bytesOf, contentIn, versionOf, versionsOf } from './views.ts'

export type SigningDeps = {
  db: Database
  publisher: Publisher
  clock: Clock
  config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'>
}

export function signingRoutes(mount: Mount, deps: SigningDeps): void {
  const { db, clock, config } = deps
  const { timeZone } = config
  const today = () => dayIn(timeZone, clock())

  mount(signing.listFrozen, async ({ params: { documentId }, seat }) => ({
    versions: await versionsOf(db, { documentId, seat, timeZone }),
    today: today(),
  }))

  mount(signing.readUnfrozen, async ({ params }) => {
    const { content, hash } = await contentNow(db, params)
    return { content, hash: hash.toString('hex') }
  })

  mount(signing.readFrozen, async ({ params, seat }) => {
    const { bytes } = await bytesOf(db, params)
    return { version: await versionOf(db, { ...params, seat, timeZone }), content: contentIn(bytes) }
  })

  mount(signing.downloadFrozen, async ({ params, reply }) => {
    const { bytes, number } = await bytesOf(db, params)
    reply.headers({
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="version-${number}.json"`,
      'x-content-type-options': 'nosniff',
    })
    return bytes
  })

  changeRoutes(mount, deps, today)
}

function changeRoutes(mount: Mount, { db, publisher, clock, config }: SigningDeps, today: () => string): void {
  const { timeZone, publicUrl, port } = config
  type Work = { documentId: string; seat: Seat; identity: Identity; needs: Permission }
  /** Changes something in a locked room, tells the others, and answers with the version as this seat sees it now. */
  const change = async (
    { documentId, seat, identity, needs }: Work,
    work: (trx: Trx) => Promise<string>,
  ): Promise<{ version: signing.FrozenVersion }> => {
    const { roomId } = seat
    const version = await inLockedRoom(db, { roomId, identity, needs }, async (trx) => {
      const versionId = await work(trx)
      return versionOf(trx, { documentId, versionId, seat, timeZone })
    })
    publisher.topic(roomId, 'signing')
    return { version }
  }

  mount(signing.freezeVersion, ({ params: { roomId, documentId }, body, identity, seat }) => {
    const needs = signing.freezeVersion.needs
    return change({ documentId, seat, identity, needs }, async (trx) => {
      const versionId = await freeze(trx, { ...body, documentId, seat, now: clock(), today: today() })
      const { title, roomName, path } = await requireSignable(trx, { roomId, documentId })
      const { number } = await versionOf(trx, { documentId, versionId, seat, timeZone })
      const url = `${publicUrl ?? `http://localhost:${port}`}${path}?panel=signing`
      await mailSignatories(trx, { seat, versionId, title, roomName, number, signBy: body.signBy, url })
      return versionId
    })
  })

  mount(signing.signVersion, ({ params: { documentId, versionId }, body, identity, seat }) => {
    const needs = signing.signVersion.needs
    return change({ documentId, seat, identity, needs }, async (trx) => {
      await sign(trx, { ...body, documentId, versionId, seat, now: clock() })
      return versionId
    })
  })
}
