import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import { type Server, startServer } from '../../support/app.ts'
import { crowd } from '../../support/crowd.ts'
import { consultationRoom, type Story } from '../../support/stories.ts'
import type { Setting } from '../plan/scenario.ts'

const COMMENTS = 5_000

/** `cookies`: of as many more people as were asked for. */
export type Place = { server: Server; story: Story; cookies: string[]; close(): Promise<void> }

/** A room in which five thousand comments were written, in `threads` threads at the notes of its board. */
export async function placeWith(threads: number, { stores }: Setting, people = 0): Promise<Place> {
  const { db, close } = openDatabase({ connectionString: stores.databaseUrl, statement_timeout: 60_000 })
  const story = await consultationRoom(db)
  await fill(db, story, threads)
  const server = await startServer({ DATABASE_URL: stores.databaseUrl, LIMIT_SCALE: '1000', LOG_LEVEL: 'error' })
  return {
    server,
    story,
    cookies: await crowd(db, story, people),
    close: async () => {
      await server.stop()
      await close()
    },
  }
}

async function fill(db: Database, { roomId, boardId, civil, public: officer }: Story, threads: number): Promise<void> {
  const seats = [civil.seatId, officer.seatId]
  await sql`
    insert into board_record (document_id, record_id, kind, words, side, fields)
    select ${boardId}, 'note-' || n, 'note', 'Mahallede kimin ne zaman geleceği konuşuldu ' || n, 'civil', '{}'
    from generate_series(1, ${threads}::int) as n`.execute(db)
  await sql`
    insert into thread (room_id, anchor, document_id, record_id, quote, last_at, resolved_at)
    select ${roomId}, 'note', ${boardId}, 'note-' || n, 'Mahallede', now() - n * interval '1 minute',
      case when n % 3 = 0 then now() end
    from generate_series(1, ${threads}::int) as n`.execute(db)
  await sql`
    insert into comment (id, thread_id, seat_id, text, created_at)
    select gen_random_uuid(), thread.id, (${seats}::uuid[])[1 + n % 2],
      repeat('Çeşme tamiri için kiminle konuşalım? ', 1 + n % 8), thread.last_at - n * interval '1 second'
    from generate_series(1, ${COMMENTS}::int) as n
    join (select id, last_at, row_number() over (order by id) as number from thread where room_id = ${roomId}) as thread
      on thread.number = 1 + n % ${threads}::int`.execute(db)
  await sql`analyze thread, comment, board_record, document, seat, organisation`.execute(db)
}
