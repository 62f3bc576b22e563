import {
  type ActionReading,
  type MonitoringView,
  READINGS_SHOWN,
  readActionReadings,
  readCarriedOver,
  readMonitoring,
  readProgrammeMonitoring,
} from '@meydan/shared/contracts/monitoring'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import { grantsOf } from '../../access/seats.ts'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { asksOf } from './asks.ts'
import { carriedOver } from './carried.ts'
import { countsOf } from './counts.ts'
import { goalsOf, indicatorsOf, plansOf } from './named.ts'
import { type Scope, scopeOfProgramme, scopeOfRoom, type Wanted } from './scope.ts'
import { trendOf } from './trend.ts'

export type MonitoringDeps = { db: Database; clock: Clock; config: Pick<Config, 'timeZone'> }

export function monitoringRoutes(mount: Mount, deps: MonitoringDeps): void {
  const { db } = deps
  const today = () => dayIn(deps.config.timeZone, deps.clock())

  mount(readMonitoring, async ({ params, query }) => monitoringOf(deps, await scopeOfRoom(db, params.roomId), query))

  mount(readProgrammeMonitoring, async ({ params, query, identity }) =>
    monitoringOf(deps, await scopeOfProgramme(db, params.programmeId, identity.personId), query),
  )

  mount(readActionReadings, async ({ params }) => readingsOf(db, params))

  mount(readCarriedOver, async ({ params, seat }) => {
    const saysHidden = isGranted('stage.direct', grantsOf(seat))
    return carriedOver(db, { roomId: params.roomId, saysHidden }, today())
  })
}

async function monitoringOf({ db, clock, config }: MonitoringDeps, scope: Scope, wanted: Wanted) {
  const { timeZone } = config
  const days = { timeZone, today: dayIn(timeZone, clock()) }
  // Of one moment: figures that contradict each other on one page are believed by nobody.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx): Promise<MonitoringView> => {
      const counted = await countsOf(trx, scope, wanted, days.today)
      const { proposed, agreed, started, done, overdue } = counted.counts
      const now = { open: proposed + agreed + started, done, overdue }
      return {
        name: scope.name,
        today: days.today,
        ...counted,
        goals: await goalsOf(trx, scope, wanted),
        trend: await trendOf(trx, scope, wanted, { ...days, now }),
        ...(await indicatorsOf(trx, scope, wanted, days)),
        asks: await asksOf(trx, scope, wanted, days),
        plans: await plansOf(trx, scope),
        roomsWithoutSeat: scope.rooms.length - scope.mine.length,
      }
    })
}

type ActionAt = { roomId: string; documentId: string; actionId: string }

/** Throws `not_found` where the room has no such plan. */
async function readingsOf(db: Database, { roomId, documentId, actionId }: ActionAt) {
  const plan = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', roomId)
    .where('kind', '=', 'plan')
    .executeTakeFirst()
  if (!plan) throw new AppError('not_found')
  const rows = await db
    .selectFrom('actionReading')
    .select(['at', 'status', 'progress', 'due', 'indicatorCurrent'])
    .where('documentId', '=', documentId)
    .where('actionId', '=', actionId)
    .orderBy('at', 'desc')
    .limit(READINGS_SHOWN)
    .execute()
  const readings = rows.reverse().map((row): ActionReading => ({ ...row, at: row.at.toISOString() }))
  const now = readings.at(-1)
  const other = readings.findLastIndex(({ status }) => status !== now?.status)
  return { statusSince: readings[other + 1]?.at ?? null, readings }
}
