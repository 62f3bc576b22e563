import { MENTION } from '@meydan/shared/contracts/threads'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import type { ToldRow } from './told.ts'

/** Letters of what was said that are told; the rest is where it was said. */
const WORDS_MAX = 200
/** Where a name can't be told any more. */
const NOBODY = '…'

/** What is said in these, by their ids: with names in place of mentions, one line, no more than its beginning. */
export async function wordsOf(db: Executor, rows: readonly ToldRow[]): Promise<(row: ToldRow) => string> {
  const names = await namesIn(db, rows)
  return (row) =>
    shortened(row.words.replace(MENTION, (_, _kind, id: string) => `@${names.get(`${row.roomId} ${id}`) ?? NOBODY}`))
}

/** Names of whoever is mentioned, of those alone who are or were in the room in which it was said. */
async function namesIn(db: Executor, rows: readonly ToldRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ words }) => [...words.matchAll(MENTION)].map(([, , id]) => id!)))]
  if (ids.length === 0) return new Map()
  const roomIds = [...new Set(rows.map(({ roomId }) => roomId))]
  const found = await sql<{ roomId: string; id: string; name: string }>`
    select seat.room_id, seat.id, person.name from seat join person on person.id = seat.person_id
    where seat.id = any(${ids}::uuid[]) and seat.room_id = any(${roomIds}::uuid[])
    union
    select seat.room_id, organisation.id, organisation.name
    from seat join organisation on organisation.id = seat.organisation_id
    where organisation.id = any(${ids}::uuid[]) and seat.room_id = any(${roomIds}::uuid[])`.execute(db)
  return new Map(found.rows.map(({ roomId, id, name }) => [`${roomId} ${id}`, name]))
}

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  return letters.length <= WORDS_MAX
    ? letters.join('')
    : `${letters
        .slice(0, WORDS_MAX - 1)
        .join('')
        .trimEnd()}…`
}
