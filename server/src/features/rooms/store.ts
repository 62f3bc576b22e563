import { sql } from 'kysely'
import type { DocumentSummary, TemplateChoice } from '@meydan/shared/contracts/rooms'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import type { Audience, Lobby } from '@meydan/shared/words'
import { takeSeat } from '../../access/seats.ts'
import { hashPassphrase } from '../../access/passphrase.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import { createDocument } from '../../sync/document-log.ts'
import { boardStart } from './board-start.ts'

export type NewRoom = {
  name: string
  purpose: string
  audience: Audience
  language: Language
  boardTitle: string
  template: TemplateChoice
}

/** Makes a room, its first board, and a facilitator's seat for each organiser of the programme: all or nothing. */
export async function insertRoom(
  db: Database,
  programmeId: string,
  createdBy: string,
  given: NewRoom,
): Promise<{ roomId: string; boardId: string }> {
  const { boardTitle, template, ...room } = given
  return db.transaction().execute(async (trx) => {
    const { id: roomId } = await trx
      .insertInto('room')
      .values({ ...room, programmeId, createdBy })
      .returning('id')
      .executeTakeFirstOrThrow()
    const members = await trx
      .selectFrom('programmeMember')
      .select(['personId', 'organisationId'])
      .where('programmeId', '=', programmeId)
      .orderBy('createdAt')
      .execute()
    for (const member of members) await takeSeat(trx, { ...member, programmeId, roomId, role: 'facilitator' })
    const start = { template, language: room.language, programmeId }
    const board = await insertBoard(trx, { roomId, title: boardTitle, start, createdBy })
    return { roomId, boardId: board.id }
  })
}

export type RoomChange = {
  name?: string | undefined
  purpose?: string | undefined
  language?: Language | undefined
  archived?: boolean | undefined
  boardsLocked?: boolean | undefined
  lobby?: Lobby | undefined
  passphrase?: string | undefined
  call?: { url: string; embedded: boolean } | null | undefined
}

/** Changes a room. The room must be locked. Throws `invalid` where it is to ask for a passphrase that it hasn't. */
export async function updateRoom(trx: Trx, roomId: string, change: RoomChange): Promise<void> {
  const { archived, boardsLocked, passphrase, call, ...rest } = change
  if (rest.lobby === 'passphrase' && passphrase === undefined) await requirePassphrase(trx, roomId)
  const since = (is: boolean) => (is ? sql<Date>`now()` : null)
  await trx
    .updateTable('room')
    .set({
      ...rest,
      ...(archived !== undefined && { archivedAt: since(archived) }),
      ...(boardsLocked !== undefined && { boardsLockedAt: since(boardsLocked) }),
      ...(passphrase !== undefined && { passphraseHash: await hashPassphrase(passphrase) }),
      ...(call !== undefined && { callUrl: call?.url ?? '', callEmbedded: call?.embedded ?? false }),
      id: roomId,
    })
    .where('id', '=', roomId)
    .execute()
}

async function requirePassphrase(trx: Trx, roomId: string): Promise<void> {
  const { passphraseHash } = await trx
    .selectFrom('room')
    .select('passphraseHash')
    .where('id', '=', roomId)
    .executeTakeFirstOrThrow()
  if (!passphraseHash) throw new AppError('invalid', [{ path: 'passphrase', problem: 'passphrase_short' }])
}

/** Adds a board in the room's language. */
export async function addBoardToRoom(
  trx: Trx,
  given: { roomId: string; title: string; template: TemplateChoice; createdBy: string },
): Promise<DocumentSummary> {
  const { template, ...board } = given
  const { language, programmeId } = await trx
    .selectFrom('room')
    .select(['language', 'programmeId'])
    .where('id', '=', given.roomId)
    .executeTakeFirstOrThrow()
  const start = { template, programmeId, language: Language.catch('en').parse(language) }
  return insertBoard(trx, { ...board, start })
}

/** Renames one of the room's documents; throws `not_found`. */
export async function renameRoomDocument(
  trx: Trx,
  given: { roomId: string; documentId: string; title: string },
): Promise<DocumentSummary> {
  const row = await trx
    .updateTable('document')
    .set({ title: given.title })
    .where('id', '=', given.documentId)
    .where('roomId', '=', given.roomId)
    .returning(['id', 'kind', 'title', 'createdAt', 'meetingId'])
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return documentSummary(row)
}

async function insertBoard(
  trx: Trx,
  given: { roomId: string; title: string; start: Parameters<typeof boardStart>[1]; createdBy: string },
): Promise<DocumentSummary> {
  const { start, ...document } = given
  return documentSummary(
    await createDocument(trx, { ...document, kind: 'board', initial: await boardStart(trx, start) }),
  )
}

export async function documentsOf(db: Executor, roomId: string): Promise<DocumentSummary[]> {
  const rows = await db
    .selectFrom('document')
    .select(['id', 'kind', 'title', 'createdAt', 'meetingId'])
    .where('roomId', '=', roomId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(documentSummary)
}

type DocumentRow = { id: string; kind: string; title: string; createdAt: Date; meetingId: string | null }

function documentSummary(row: DocumentRow): DocumentSummary {
  return { ...row, kind: row.kind as DocumentKind, createdAt: row.createdAt.toISOString() }
}
