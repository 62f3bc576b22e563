import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'

export type DaysDeps = { clock: Clock; config: Pick<Config, 'timeZone'> }

/** One moment, and the days as they are where this installation is: a duty ends with a day, not with an hour. */
export type Days = { now: Date; today: string; dayOf: (moment: Date) => string }

export function daysNow({ clock, config }: DaysDeps): Days {
  const now = clock()
  const dayOf = (moment: Date) => dayIn(config.timeZone, moment)
  return { now, today: dayOf(now), dayOf }
}
