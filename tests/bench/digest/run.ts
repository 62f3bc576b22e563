import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import { startServer } from '../../support/app.ts'
import { consultationRoom } from '../../support/stories.ts'
import { until } from '../../support/until.ts'
import { percentile, shown, spreadOf } from '../figures.ts'
import { machine } from '../machine.ts'
import { openStores } from '../stores.ts'
import { joinAll, type ThinClient } from '../thin-client.ts'
import { keepWriting, Writer } from '../writer.ts'
import { tellAgain, tellMany } from './people.ts'

/**
 * `npm run bench:digest [-- --people 1000 --each 20 --repetitions 5]`: how long the day's letters take on a node on which
 * twenty people write, and what that does to their acknowledgements. A line of JSON per repetition, and the verdict.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    each: { type: 'string', default: '20' },
    repetitions: { type: 'string', default: '5' },
  },
})
const EDITORS = 20
const LETTERS_A_SECOND = 200
const QUIET_MS = 10_000
const SECONDS_MOST = 30
const RATIO_MOST = 1.2

type Ack = { at: number; took: number }

/** Notes when each letter was acknowledged, and how long that took, in ms. */
class AckedWriter extends Writer {
  readonly acks: Ack[] = []
  #read = 0

  constructor(client: ThinClient) {
    super(client)
    client.onTaken = (count) => {
      const at = Date.now()
      const now = performance.now()
      for (; this.frames[this.#read] && this.frames[this.#read]!.frame <= count; this.#read++)
        this.acks.push({ at, took: now - this.sentAt[this.frames[this.#read]!.clock - 1]! })
    }
  }
}

/** A zone in which it is about noon: letters go out by day. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours()
  return `Etc/GMT${ahead > 0 ? `-${ahead}` : `+${-ahead}`}`
}

/** Has the server write the letters, as its clock would. Answers with when that began and ended. */
async function letters(db: Database): Promise<{ began: number; ended: number }> {
  await sql`insert into pgboss.job (name, data) values ('notifications.daily', '{}')`.execute(db)
  const done = await until(
    async () => {
      const { rows } = await sql<{ state: string; began: Date; ended: Date }>`
        select state::text, started_on as began, completed_on as ended from pgboss.job
        where name = 'notifications.daily' order by created_on desc limit 1`.execute(db)
      return rows.find(({ state }) => state === 'completed' || state === 'failed')
    },
    { timeout: 120_000, every: 50 },
  )
  if (done.state !== 'completed') throw new Error('The letters failed')
  return { began: done.began.getTime(), ended: done.ended.getTime() }
}

const [people, each] = [Number(values.people), Number(values.each)]
console.log(JSON.stringify({ kind: 'run', at: new Date().toISOString(), ...machine() }))
const stores = await openStores()
const { db, close } = openDatabase(stores.databaseUrl)
const story = await consultationRoom(db)
const cookies = await tellMany(db, story, { people, each })
const environment = { LIMIT_SCALE: '100', LOG_LEVEL: 'error', TIME_ZONE: noonZone() }
const server = await startServer({ DATABASE_URL: stores.databaseUrl, ...environment })
const places = cookies.slice(0, EDITORS).map((cookie) => ({
  url: `${server.url.replace('http', 'ws')}/sync/${story.boardId}?ack=1`,
  headers: { cookie, origin: server.url },
  document: story.boardId,
}))
const clients = await joinAll('meydan', places)
const writers = clients.map((client) => new AckedWriter(client))
const stop = keepWriting(writers, LETTERS_A_SECOND)
const p95 = (from: number, to: number) => {
  const took = writers.flatMap(({ acks }) => acks.filter(({ at }) => at >= from && at <= to))
  return percentile(
    took.map((ack) => ack.took),
    0.95,
  )
}

const all: { seconds: number; ratio: number }[] = []
for (let repetition = 0; repetition < Number(values.repetitions); repetition++) {
  if (repetition > 0) await tellAgain(db, story, each)
  await wait(2_000)
  const quietFrom = Date.now()
  await wait(QUIET_MS)
  const quiet = p95(quietFrom, Date.now())
  const { began, ended } = await letters(db)
  const busy = p95(began, ended)
  const { count } = await db
    .selectFrom('outgoingMail')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const measured = {
    letters: count,
    seconds: (ended - began) / 1_000,
    quietP95: quiet,
    busyP95: busy,
    ratio: busy / quiet,
  }
  if (count !== people) throw new Error(`${count} letters for ${people} people`)
  all.push(measured)
  console.log(JSON.stringify({ kind: 'measured', repetition, ...measured }))
}
stop()
for (const client of clients) client.close()
await server.stop()
await close()
await stores.close()

const seconds = spreadOf(all.map((one) => one.seconds)).median
const ratio = spreadOf(all.map((one) => one.ratio)).median
const isMet = seconds <= SECONDS_MOST && ratio <= RATIO_MOST
console.log(
  `\n${people} letters in ${shown(seconds)} s (at most ${SECONDS_MOST}), acknowledgements p95 ${shown(ratio)} × of the quiet room (at most ${RATIO_MOST}): ${isMet ? 'met' : 'NOT met'}`,
)
process.exit(isMet ? 0 : 1)
