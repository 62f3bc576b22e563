import { type Clock, dayAfter, dayIn } from '../../clock.ts'
import { meetingCalendar } from '../../calendar/meeting-event.ts'
import { meetingLetter } from '../../calendar/meeting-letter.ts'
import type { Config } from '../../config.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { JobLog } from '../../jobs/queue.ts'
import { type Mail, queueMail } from '../../mail/outbox.ts'
import { type AwaitedAnswer, awaitedAnswers, type DueThing, dueThings, isNews } from './due.ts'
import { reminderLetter } from './letter.ts'
import { type SoonMeeting, soonMeetings } from './meetings.ts'

/** A mail about an ask to one of its recipients, with a link that answers it; null where nothing is to be sent. */
export type AskMail = (
  trx: Trx,
  of: { askId: string; recipientId: string; kind: 'soon' | 'overdue' },
) => Promise<Mail | null>

export type ReminderDeps = {
  db: Database
  config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'>
  clock: Clock
  log: JobLog
  askMail: AskMail
}

/** Longer than any day that something is reminded of can move and come back. */
const KEPT_DAYS = 400
/** Before the id of anything. */
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Puts into the outbox all that people and institutions are to be reminded of at this moment: once each, whatever the
 * number of runs and nodes. What fails for one leaves the others theirs; it is told in the answer and in the log, by its
 * number alone, and tried again by the next run.
 */
export async function remindAll(deps: ReminderDeps, now = deps.clock()): Promise<{ mails: number; failed: number }> {
  const { db, config, log } = deps
  const today = dayIn(config.timeZone, now)
  const told = { mails: 0, failed: 0 }
  const tell = async (mail: () => Promise<boolean>) => {
    try {
      if (await mail()) told.mails += 1
    } catch (error) {
      told.failed += 1
      // What the database says may quote what it was given.
      log.error({ code: (error as { code?: string }).code ?? (error as Error).name }, 'a reminder failed')
    }
  }
  for await (const things of peopleOf(db, today)) await tell(() => writeTo(deps, things, now))
  for await (const awaited of recipientsOf(db, today)) {
    if (isNews(awaited, dayIn(config.timeZone, awaited.askedAt))) await tell(() => remindOf(deps, awaited, now))
  }
  for await (const soon of soonMeetings(db, { now, timeZone: config.timeZone })) {
    await tell(() => tellOfMeeting(deps, soon, now))
  }
  await db.deleteFrom('reminder').where('sentAt', '<', daysBefore(now, KEPT_DAYS)).execute()
  if (told.mails > 0) log.info({ mails: told.mails }, 'reminders queued')
  return told
}

/** Each person's things, person by person. */
async function* peopleOf(db: Database, today: string): AsyncGenerator<DueThing[]> {
  for (let after = FIRST; ; ) {
    const things = await dueThings(db, { today, after })
    yield* Map.groupBy(things, ({ personId }) => personId).values()
    const last = things.at(-1)
    if (!last) return
    after = last.personId
  }
}

async function* recipientsOf(db: Database, today: string): AsyncGenerator<AwaitedAnswer> {
  for (let after = FIRST; ; ) {
    const awaited = await awaitedAnswers(db, { today, after })
    yield* awaited
    const last = awaited.at(-1)
    if (!last) return
    after = last.recipientId
  }
}

/** One mail with all that this run is the first to tell a person; false where that is nothing. */
async function writeTo({ db, config }: ReminderDeps, things: readonly DueThing[], now: Date): Promise<boolean> {
  const { personId, email, language } = things[0]!
  const origin = config.publicUrl ?? `http://localhost:${config.port}`
  return db.transaction().execute(async (trx) => {
    const rows = things.map(({ kind, subjectId, due }) => ({ kind, subjectId, due, recipient: personId, sentAt: now }))
    const first = await noted(trx, rows)
    const news = things.filter((thing) => first.has(keyOf(thing)))
    if (news.length === 0) return false
    return queueMail(trx, { recipient: email, ...reminderLetter(news, { language, origin }) })
  })
}

async function remindOf({ db, askMail }: ReminderDeps, awaited: AwaitedAnswer, now: Date): Promise<boolean> {
  const { kind, askId, recipientId, due } = awaited
  return db.transaction().execute(async (trx) => {
    const first = await noted(trx, [{ kind, subjectId: askId, due, recipient: recipientId, sentAt: now }])
    if (first.size === 0) return false
    const mail = await askMail(trx, { askId, recipientId, kind: kind === 'ask_soon' ? 'soon' : 'overdue' })
    return mail !== null && queueMail(trx, mail)
  })
}

/** A letter of its own, with the meeting as a calendar takes it. */
async function tellOfMeeting({ db, config }: ReminderDeps, soon: SoonMeeting, now: Date): Promise<boolean> {
  const { meeting, day, personId, email, language } = soon
  const given = { language, origin: config.publicUrl ?? `http://localhost:${config.port}` }
  return db.transaction().execute(async (trx) => {
    const row = { kind: 'meeting_soon', subjectId: meeting.id, due: day, recipient: personId, sentAt: now }
    if ((await noted(trx, [row])).size === 0) return false
    const letter = meetingLetter('soon', meeting, { ...given, timeZone: config.timeZone })
    return queueMail(trx, { recipient: email, ...letter, calendar: meetingCalendar(meeting, given) })
  })
}

type Row = { kind: string; subjectId: string; due: string; recipient: string; sentAt: Date }

const keyOf = ({ kind, subjectId, due }: Pick<Row, 'kind' | 'subjectId' | 'due'>) => `${kind} ${subjectId} ${due}`

/**
 * Notes that these are told, and answers with those that weren't yet. Another node that tells the same person is waited
 * for; the rows come in one order everywhere, so that two never wait for each other.
 */
async function noted(trx: Trx, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const first = await trx
    .insertInto('reminder')
    .values(sorted)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['kind', 'subjectId', 'due'])
    .execute()
  return new Set(first.map(keyOf))
}

function daysBefore(moment: Date, days: number): Date {
  return new Date(`${dayAfter(moment.toISOString().slice(0, 10), -days)}T00:00:00Z`)
}
