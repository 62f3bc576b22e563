import { openDatabase } from '@meydan/server/database/connection'
import { createDocument } from '@meydan/server/sync/document-log'
import { boardFromTemplate } from '@meydan/shared/documents/templates/catalogue'
import { consultationRoom } from '../support/stories.ts'
import type { SubjectName } from './subjects.ts'

/** A document nobody has used, and (for ours) the cookie of somebody who may write in it. It outlives the server. */
export type Room = { document: string; cookie: string }

/** For ours they are boards of one room, in which one person sits: what is measured is per document and per socket. */
export async function makeRooms(name: SubjectName, databaseUrl: string, count: number): Promise<Room[]> {
  if (name !== 'meydan') return Array.from({ length: count }, () => ({ document: crypto.randomUUID(), cookie: '' }))
  const { db, close } = openDatabase(databaseUrl)
  try {
    const { boardId, roomId, civil } = await consultationRoom(db)
    const given = { roomId, kind: 'board', title: 'Bench', createdBy: null } as const
    const more: string[] = []
    await db.transaction().execute(async (trx) => {
      while (more.length < count - 1) {
        more.push((await createDocument(trx, { ...given, initial: boardFromTemplate('empty', 'tr') })).id)
      }
    })
    return [boardId, ...more].map((document) => ({ document, cookie: civil.cookie }))
  } finally {
    await close()
  }
}

export async function makeRoom(name: SubjectName, databaseUrl: string): Promise<Room> {
  return (await makeRooms(name, databaseUrl, 1))[0]!
}
