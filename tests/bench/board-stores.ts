import { crc32 } from 'node:zlib'
import { execFileSync } from 'node:child_process'
import { cp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { openDatabase } from '@meydan/server/database/connection'
import { type BuiltBoard, TAIL_ROWS } from './board.ts'
import { makeRoom, type Room } from './rooms.ts'
import type { Stores, SubjectName } from './subjects.ts'

/**
 * Puts the board into a subject's store as its own way of working leaves it there: ours as a snapshot and the rows
 * after it, Hocuspocus as one state, LevelDB as all the updates.
 */
export async function storeBoard(name: SubjectName, stores: Stores, board: BuiltBoard): Promise<Room> {
  const room = await makeRoom(name, stores.databaseUrl)
  if (name === 'meydan') await asLog(stores, room, board)
  if (name === 'hocuspocus') await asState(stores, room, board)
  if (name === 'y-leveldb') await asLevelDb(stores, room, board)
  return room
}

async function asLog({ databaseUrl }: Stores, { document }: Room, board: BuiltBoard): Promise<void> {
  const { pool, close } = openDatabase(databaseUrl)
  const upto = board.updates.length - TAIL_ROWS
  await pool.query('delete from document_update where document_id = $1', [document])
  await pool.query(
    'insert into document_snapshot (document_id, upto, bytes, crc, version) values ($1, $2, $3, $4, $5)',
    [document, upto, board.folded, crc32(board.folded), documentCatalogue.board.version],
  )
  await pool.query(
    `insert into document_update (document_id, seq, bytes, connection_id, frame_no)
      select $1, $2 + place, bytes, gen_random_uuid(), 1 from unnest($3::bytea[]) with ordinality as given(bytes, place)`,
    [document, upto, board.updates.slice(upto).map((update) => Buffer.from(update))],
  )
  await pool.query(
    `insert into document_client (document_id, client_id, person_id)
      select $1, client, (select person_id from seat where room_id = (select room_id from document where id = $1) limit 1)
      from unnest($2::bigint[]) as client`,
    [document, board.clients],
  )
  await pool.query('update document set head = $2 where id = $1', [document, board.updates.length])
  await close()
}

async function asState({ databaseUrl }: Stores, { document }: Room, { state }: BuiltBoard): Promise<void> {
  const { pool, close } = openDatabase(databaseUrl)
  await pool.query('create table if not exists hocuspocus (name text primary key, data bytea not null)')
  await pool.query('insert into hocuspocus values ($1, $2)', [document, Buffer.from(state)])
  await close()
}

async function asLevelDb({ folder }: Stores, { document }: Room, { initial, updates }: BuiltBoard): Promise<void> {
  const file = path.join(folder, 'updates')
  const framed = [initial, ...updates].flatMap((update) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(update.length)
    return [length, update]
  })
  await writeFile(file, Buffer.concat(framed))
  const script = path.join(import.meta.dirname, 'peers/fill-leveldb.mjs')
  execFileSync(process.execPath, [script, path.join(folder, 'board-leveldb'), document, file], { stdio: 'inherit' })
  await rm(file)
}

/** LevelDB is cleaned up when a document is first loaded from it: each repetition gets what was filled. */
export async function refillLevelDb({ folder }: Stores): Promise<void> {
  const used = path.join(folder, 'y-leveldb')
  await rm(used, { recursive: true, force: true })
  await cp(path.join(folder, 'board-leveldb'), used, { recursive: true })
}
