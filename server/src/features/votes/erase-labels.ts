import { Board } from '@meydan/shared/documents/board/board'
import * as Y from 'yjs'
import type { Database } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'

/**
 * Empties what votes keep of the words of objects that a person made in a room. To be called before its documents are
 * erased: afterwards nobody knows which these were. Answers with how many options that were.
 */
export async function eraseLabelsOf(db: Database, of: { roomId: string; personId: string }): Promise<number> {
  const seats = await db
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', of.roomId)
    .where('personId', '=', of.personId)
    .execute()
  const options = await db
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select(['voteOption.id', 'voteOption.recordId'])
    .where('vote.roomId', '=', of.roomId)
    .where('voteOption.label', '!=', '')
    .execute()
  if (options.length === 0) return 0
  const theirs = await recordsOf(db, of.roomId, new Set(seats.map(({ id }) => id)))
  const ids = options.filter(({ recordId }) => theirs.has(recordId)).map(({ id }) => id)
  if (ids.length > 0) await db.updateTable('voteOption').set({ label: '' }).where('id', 'in', ids).execute()
  return ids.length
}

/** Ids of what these seats made on a room's boards. */
async function recordsOf(db: Database, roomId: string, seats: ReadonlySet<string>): Promise<Set<string>> {
  const boards = await db
    .selectFrom('document')
    .select('id')
    .where('roomId', '=', roomId)
    .where('kind', '=', 'board')
    .where('quarantinedAt', 'is', null)
    .execute()
  const found = new Set<string>()
  for (const { id } of boards) {
    const stored = await new DocumentLog(db).read(id)
    const doc = new Y.Doc()
    for (const part of stored?.parts ?? []) Y.applyUpdate(doc, part)
    const { notes, themes } = new Board(doc)
    for (const item of [...notes.all(), ...themes.all()]) {
      if (item.seat !== null && seats.has(item.seat)) found.add(item.id)
    }
    doc.destroy()
  }
  return found
}
