import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { Board } from '@meydan/shared/documents/board/board'
import * as Y from 'yjs'
import type { Api } from './api.ts'
import type { Person } from './stories.ts'

/** A document as it is committed now, in memory. */
export async function liveOf(api: Api, documentId: string) {
  const stored = (await new DocumentLog(api.db).read(documentId))!
  return { stored, live: new LiveDocument(stored.kind, stored.parts, stored.holders) }
}

export async function seatOf(api: Api, person: Person): Promise<string> {
  const row = api.db.selectFrom('seat').select('id').where('personId', '=', person.me.id)
  return (await row.executeTakeFirstOrThrow()).id
}

/** One row of a board's log by this person, under a client id that is bound to them. */
export async function writesOn<T>(api: Api, documentId: string, person: Person, edit: (board: Board) => T): Promise<T> {
  const { stored, live } = await liveOf(api, documentId)
  const before = Y.encodeStateVector(live.doc)
  const done = edit(new Board(live.doc))
  const seatId = await seatOf(api, person)
  const row = {
    bytes: Y.encodeStateAsUpdate(live.doc, before),
    seatId,
    connectionId: crypto.randomUUID(),
    frameNo: 1,
  }
  const holders = new Map([[live.doc.clientID, { personId: person.me.id, seatId }]])
  await new DocumentLog(api.db).append({ id: documentId, epoch: stored.epoch }, [row], holders)
  return done
}
