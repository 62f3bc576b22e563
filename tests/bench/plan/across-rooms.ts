import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import { startServer } from '../../support/app.ts'
import { consultationRoom } from '../../support/stories.ts'
import { spreadOf } from '../figures.ts'
import type { Measured, Setting } from './scenario.ts'

const ROOMS = 200
const ACTIONS = 10_000
const ORGANISATIONS = 40

/**
 * Everything that was promised to one person's two hundred rooms: how long the server takes for a page of the list
 * across rooms, from the request to the last byte of the answer, as the slowest of twenty gets it (`p95`). In ms.
 */
export async function acrossRooms({ stores, quick }: Setting): Promise<Measured[]> {
  const { db, close } = openDatabase({ connectionString: stores.databaseUrl, statement_timeout: 60_000 })
  const story = await consultationRoom(db)
  await fill(db, { programmeId: story.programmeId, personId: story.civil.personId })
  const server = await startServer({ DATABASE_URL: stores.databaseUrl, LIMIT_SCALE: '100', LOG_LEVEL: 'error' })
  const ask = async (query: string): Promise<{ ms: number; next: string | null; count: number }> => {
    const begun = performance.now()
    const reply = await fetch(`${server.url}/api/actions${query}`, { headers: { cookie: story.civil.cookie } })
    const { next, count } = (await reply.json()) as { next: string | null; count: number }
    return { ms: performance.now() - begun, next, count }
  }
  try {
    const first = await ask('?sort=due')
    if (first.count !== ACTIONS) throw new Error(`${first.count} actions are listed`)
    const asked = {
      'by due date, first page': '?sort=due',
      'by organisation, first page': '?sort=organisation',
      'second page': `?sort=due&after=${first.next}`,
      'late and ours': '?overdue=yes&ours=yes',
      'by words': `?words=${encodeURIComponent('çeşme TAMİR')}`,
    }
    const measured: Measured[] = []
    for (const [variant, query] of Object.entries(asked)) {
      for (let warm = 0; warm < 5; warm++) await ask(query)
      const times: number[] = []
      for (let n = 0; n < (quick ? 10 : 40); n++) times.push((await ask(query)).ms)
      const sorted = times.toSorted((a, b) => a - b)
      const figures = { median: spreadOf(times).median, p95: sorted[Math.ceil(0.95 * sorted.length) - 1]! }
      measured.push({ variant: `10,000 actions of 200 rooms, ${variant}`, figures })
    }
    return measured
  } finally {
    await server.stop()
    await close()
  }
}

/** Rooms with a plan each and a seat for the person, and actions in them as the projection writes them. */
async function fill(db: Database, { programmeId, personId }: { programmeId: string; personId: string }): Promise<void> {
  await sql`
    insert into organisation (programme_id, name, name_folded, kind, side)
    select ${programmeId}, 'Kuruluş ' || n, 'kurulus ' || lpad(n::text, 3, '0'), 'other',
      (array['civil', 'public'])[1 + n % 2] from generate_series(1, ${ORGANISATIONS}::int) as n`.execute(db)
  await sql`
    insert into room (programme_id, name, audience, language)
    select ${programmeId}, 'Oda ' || n, 'joint', 'tr' from generate_series(2, ${ROOMS}::int) as n`.execute(db)
  await sql`
    insert into seat (programme_id, room_id, person_id, organisation_id, role, colour)
    select ${programmeId}, room.id, ${personId}, (select id from organisation
      where programme_id = ${programmeId} and name_folded = 'kurulus 001'), 'participant', 0
    from room where room.programme_id = ${programmeId}
      and not exists (select from seat where room_id = room.id)`.execute(db)
  await sql`
    insert into document (room_id, kind, title) select room_id, 'plan', 'Eylem planı' from seat
    where person_id = ${personId}`.execute(db)
  await sql`
    insert into plan_action (document_id, action_id, goal_title, position, title, description, status, responsible_id,
      supporting_ids, due, indicator_name, indicator_unit, fields, locality, side)
    select plan.id, 'action-' || n, '', n, (array['Çeşme tamiri', 'Kreş açmak', 'Kurs düzenlemek'])[1 + n % 3] || ' ' || n,
      repeat('Mahallede kimin ne zaman geleceği konuşuldu. ', 6),
      (array['proposed', 'agreed', 'started', 'done', 'dropped'])[1 + n % 5],
      organisation.id, '{}', current_date + (n % 400) - 200, '', '', '{}', '', 'civil'
    from generate_series(1, ${ACTIONS}::int) as n
    join (select document.id, row_number() over (order by document.id) as number from document
      join seat on seat.room_id = document.room_id and person_id = ${personId} where kind = 'plan') as plan
      on plan.number = 1 + n % ${ROOMS}::int
    left join organisation on programme_id = ${programmeId} and name_folded = 'kurulus ' || lpad((n % 44)::text, 3, '0')
  `.execute(db)
  await sql`analyze plan_action, document, seat, room, organisation`.execute(db)
}
