import * as answers from '@meydan/shared/contracts/answers'
import { AppError } from '@meydan/shared/errors'
import type { Permission } from '@meydan/shared/permissions'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Seat } from '../../access/seats.ts'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { answerFromRoom, sayDone, settle } from './answering.ts'
import { askMailWith } from './ask-mail.ts'
import { changeAsk, insertAsk, mailAskTo } from './asking.ts'
import { daysNow } from './days.ts'
import { answerLink, readLink } from './links.ts'
import { askAt, asksOfRoom, publishableAsks } from './rows.ts'
import { askView, byUrgency, publicAsk } from './views.ts'

export type AnswerDeps = {
  db: Database
  publisher: Publisher
  config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'>
  clock: Clock
}

/** So many lines a programme's public page has, the latest. */
const PUBLIC_MOST = 500

type Doer = { identity: Identity; seat: Seat }

export function answerRoutes(mount: Mount, deps: AnswerDeps): void {
  const { db } = deps
  mount(answers.listAsks, async ({ seat }) => {
    const days = daysNow(deps)
    const rows = (await asksOfRoom(db, seat.roomId)).sort(byUrgency(days))
    return { asks: rows.map((row) => askView(row, seat, days)), today: days.today }
  })
  askingRoutes(mount, deps)
  answeringRoutes(mount, deps)
  linkRoutes(mount, deps)
  mount(answers.readPublicAnswers, async ({ params: { programmeId } }) => readPublic(deps, programmeId))
}

/** Does it in the locked room, tells everybody in it, and answers with the ask as it is then. */
async function change<R extends { askId: string }>(
  deps: AnswerDeps,
  { identity, seat }: Doer,
  needs: Permission,
  work: (trx: Trx) => Promise<R>,
) {
  const { db, publisher } = deps
  const { roomId } = seat
  const done = await inLockedRoom(db, { roomId, identity, needs }, async (trx) => {
    const { askId, ...rest } = await work(trx)
    return { ask: askView(await askAt(trx, { roomId, askId }), seat, daysNow(deps)), ...rest }
  })
  publisher.topic(roomId, 'answers')
  return done
}

function askingRoutes(mount: Mount, deps: AnswerDeps): void {
  const askMail = askMailWith(deps)
  const asking = async (trx: Trx, seat: Seat) => ({
    ...{ seat, askMail },
    days: daysNow(deps),
    roomLanguage: await languageOf(trx, seat.roomId),
  })

  mount(answers.createAsk, (given) =>
    change(deps, given, answers.createAsk.needs, async (trx) =>
      insertAsk(trx, await asking(trx, given.seat), given.body),
    ),
  )

  mount(answers.editAsk, (given) =>
    change(deps, given, answers.editAsk.needs, async (trx) => {
      const { askId } = given.params
      await changeAsk(trx, { seat: given.seat, days: daysNow(deps) }, { askId, ...given.body })
      return { askId }
    }),
  )

  mount(answers.mailAsk, (given) =>
    change(deps, given, answers.mailAsk.needs, async (trx) => {
      const { askId } = given.params
      return { askId, mailed: await mailAskTo(trx, await asking(trx, given.seat), { askId, ...given.body }) }
    }),
  )
}

function answeringRoutes(mount: Mount, deps: AnswerDeps): void {
  const askMail = askMailWith(deps)

  mount(answers.answerAsk, (given) =>
    change(deps, given, answers.answerAsk.needs, async (trx) => {
      const { askId } = given.params
      const by = { seat: given.seat, days: daysNow(deps), askMail }
      await answerFromRoom(trx, by, { askId, ...given.body })
      return { askId }
    }),
  )

  mount(answers.claimDone, (given) =>
    change(deps, given, answers.claimDone.needs, async (trx) => {
      const { askId } = given.params
      await sayDone(trx, { seat: given.seat, days: daysNow(deps) }, { askId, ...given.body })
      return { askId }
    }),
  )

  mount(answers.settleDone, (given) =>
    change(deps, given, answers.settleDone.needs, async (trx) => {
      const { askId } = given.params
      await settle(trx, { seat: given.seat, days: daysNow(deps) }, { askId, ...given.body })
      return { askId }
    }),
  )
}

function linkRoutes(mount: Mount, deps: AnswerDeps): void {
  const { db, publisher } = deps
  const askMail = askMailWith(deps)

  mount(answers.readAskLink, async ({ body }) => ({ ask: await readLink(db, body.token, daysNow(deps)) }))

  mount(answers.answerByLink, async ({ body }) => {
    const roomId = await answerLink(db, { days: daysNow(deps), askMail }, body)
    publisher.topic(roomId, 'answers')
    return {}
  })
}

async function readPublic(deps: AnswerDeps, programmeId: string) {
  const { db } = deps
  const programme = await db
    .selectFrom('programme')
    .select('name')
    .where('id', '=', programmeId)
    .where('publishesAnswers', '=', true)
    .executeTakeFirst()
  if (!programme) throw new AppError('not_found')
  const days = daysNow(deps)
  const rows = (await publishableAsks(db, programmeId, PUBLIC_MOST)).sort(byUrgency(days))
  const asks = rows.flatMap((row) => publicAsk(row, days) ?? [])
  return { programmeName: programme.name, today: days.today, asks }
}

async function languageOf(db: Executor, roomId: string): Promise<string> {
  const { language } = await db.selectFrom('room').select('language').where('id', '=', roomId).executeTakeFirstOrThrow()
  return language
}
