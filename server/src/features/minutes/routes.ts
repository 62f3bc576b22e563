import { addMinutes, writeMinutes } from '@meydan/shared/contracts/minutes'
import type { InputOf } from '@meydan/shared/contracts/contract'
import type { DocumentSummary } from '@meydan/shared/contracts/rooms'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import * as Y from 'yjs'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { projectDocument } from '../../projection/projector.ts'
import { createDocument } from '../../sync/document-log.ts'
import { meetingToWrite } from './meeting.ts'
import { minutesOfMeeting, namedForMeeting } from './of-meeting.ts'
import { blankMinutes, charter, meetingMinutes } from './template.ts'

export type MinutesDeps = {
  db: Database
  publisher: Publisher
  /** IANA, of the installation: where a meeting doesn't say by whose clock it is. */
  timeZone: string
}

type Given = InputOf<typeof addMinutes>['body'] & { roomId: string; createdBy: string; timeZone: string }

export function minutesRoutes(mount: Mount, { db, publisher, timeZone }: MinutesDeps): void {
  mount(addMinutes, async ({ params: { roomId }, body, identity }) => {
    const document = await inLockedRoom(db, { roomId, identity, needs: addMinutes.needs }, (trx) =>
      addMinutesToRoom(trx, { ...body, roomId, createdBy: identity.personId, timeZone }),
    )
    await isThere(roomId, document)
    return { document }
  })

  mount(writeMinutes, async ({ params, identity }) => {
    const { roomId } = params
    const { document, isNew } = await inLockedRoom(db, { roomId, identity, needs: writeMinutes.needs }, async (trx) => {
      const there = await minutesOfMeeting(trx, params)
      if (there) return { document: there, isNew: false }
      const named = await namedForMeeting(trx, { ...params, timeZone })
      const given = { ...params, ...named, template: 'meeting' as const, createdBy: identity.personId, timeZone }
      return { document: await addMinutesToRoom(trx, given), isNew: true }
    })
    if (isNew) await isThere(roomId, document)
    return { document }
  })

  async function isThere(roomId: string, { id }: DocumentSummary): Promise<void> {
    // Its clauses are asked about at once; where this fails, whoever looks for what is behind finds it.
    await projectDocument(db, id).catch(() => {})
    publisher.toRoom(roomId, 'room:changed', { roomId })
  }
}

/** Adds minutes to a room, which must be locked. Throws `not_found` where the room has no such meeting. */
export async function addMinutesToRoom(trx: Trx, given: Given): Promise<DocumentSummary> {
  const { roomId, title, createdBy, meetingId } = given
  const initial = encoded(await beginning(trx, given), meetingId)
  const row = await createDocument(trx, { roomId, kind: 'minutes', title, createdBy, initial, meetingId })
  return { ...row, createdAt: row.createdAt.toISOString() }
}

async function beginning(trx: Trx, { template, roomId, meetingId, language, timeZone }: Given): Promise<RichBlock[]> {
  if (template === 'charter') return charter(language)
  if (meetingId === null) return blankMinutes()
  return meetingMinutes(await meetingToWrite(trx, { roomId, meetingId, language, timeZone }), language)
}

function encoded(blocks: readonly RichBlock[], meetingId: string | null): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('meta').set('version', documentCatalogue.minutes.version)
  new Minutes(doc).begin(blocks, meetingId)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
