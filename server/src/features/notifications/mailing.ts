import { setImmediate as breathe } from 'node:timers/promises'
import { type Clock, dayIn, hourIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { JobLog } from '../../jobs/queue.ts'
import { type Mail, queueMails } from '../../mail/outbox.ts'
import { newsLetter, type TellRow } from './letter.ts'
import { wordsOf } from './said.ts'
import type { ToldRow } from './told.ts'
import { unsubscribeToken } from './unsubscribing.ts'
import { type Due, noteDay, type Reader, settle, takeNews, takeReaders } from './waiting.ts'

export type MailingDeps = {
  db: Database
  config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'>
  secret: string
  clock: Clock
  log: JobLog
}

/** What comes within a minute becomes one letter, and what was read in it none. */
const QUIET_MS = 60_000
/** Nobody is written to at night. */
const FROM_HOUR = 7
const PEOPLE_AT_ONCE = 100
/** Before the id of anybody. */
const FIRST = '00000000-0000-0000-0000-000000000000'

type Told = { mails: number; failed: number }

/** Puts into the outbox what people want to hear of at once: a letter for each of them and each room. */
export async function mailAtOnce(deps: MailingDeps): Promise<Told> {
  const now = deps.clock()
  const upTo = new Date(now.getTime() - QUIET_MS)
  await settle(deps.db, now, upTo)
  return mailEveryone(deps, { wish: 'at_once', upTo }, null)
}

/** The same of what they want once a day: a letter for each, from seven on, on any number of nodes. */
export async function mailDigests(deps: MailingDeps): Promise<Told> {
  const now = deps.clock()
  const { timeZone } = deps.config
  if (hourIn(timeZone, now) < FROM_HOUR) return { mails: 0, failed: 0 }
  // Transactions that began before that have ended: nothing comes in between what is read and what is marked as mailed.
  const upTo = new Date(now.getTime() - QUIET_MS)
  return mailEveryone(deps, { wish: 'daily', upTo }, dayIn(timeZone, now))
}

/** A hundred people at a time. Where that fails they are taken one by one: what fails for one leaves the others theirs. */
async function mailEveryone(deps: MailingDeps, due: Due, day: string | null): Promise<Told> {
  const told: Told = { mails: 0, failed: 0 }
  let oneByOne = 0
  for (let after = FIRST; ; ) {
    const most = oneByOne > 0 ? 1 : PEOPLE_AT_ONCE
    const some = { after, most, day, taken: [] as Reader[] }
    try {
      told.mails += await deps.db.transaction().execute((trx) => mailSome(deps, trx, due, some))
      oneByOne -= 1
    } catch (error) {
      // What the database says may quote what it was given.
      deps.log.error({ code: (error as { code?: string }).code ?? (error as Error).name }, 'mailing news failed')
      if (most > 1 && some.taken.length > 1) {
        oneByOne = some.taken.length
        continue
      }
      oneByOne -= 1
      told.failed += Math.max(1, some.taken.length)
    }
    const last = some.taken.at(-1)
    if (!last) break
    after = last.id
  }
  if (told.mails > 0) deps.log.info({ mails: told.mails }, 'letters with news queued')
  return told
}

type Some = { after: string; most: number; day: string | null; taken: Reader[] }

/** Answers with the number of letters; `some.taken` says whose turn it was, also where it throws. */
async function mailSome(deps: MailingDeps, trx: Trx, due: Due, some: Some): Promise<number> {
  const { day } = some
  some.taken = await takeReaders(trx, due, some)
  const readers = day === null ? some.taken : await noteDay(trx, some.taken, day)
  if (readers.length === 0) return 0
  const rows = await takeNews(trx, due, readers, deps.clock())
  const said = await wordsOf(trx, rows)
  const mails: Mail[] = []
  for (const news of Map.groupBy(rows, letterKey(due)).values()) {
    mails.push(letterFor(deps, due, news, { said, reader: readers.find(({ id }) => id === news[0]!.personId)! }))
    // People edit meanwhile, on this node too.
    await breathe()
  }
  await queueMails(trx, mails)
  return mails.length
}

const letterKey =
  ({ wish }: Due) =>
  ({ personId, roomId }: TellRow) =>
    wish === 'daily' ? personId : `${personId} ${roomId}`

function letterFor(
  { secret, config }: MailingDeps,
  { wish }: Due,
  rows: readonly TellRow[],
  { reader, said }: { reader: Reader; said: (row: ToldRow) => string },
): Mail {
  const isDaily = wish === 'daily'
  return newsLetter({
    ...{
      rows,
      said,
      language: reader.language,
      recipient: reader.email,
      personId: reader.id,
      timeZone: config.timeZone,
    },
    of: isDaily ? 'day' : 'room',
    origin: config.publicUrl ?? `http://localhost:${config.port}`,
    unsubscribeToken: unsubscribeToken(secret, { personId: reader.id, roomId: isDaily ? null : rows[0]!.roomId }),
  })
}
