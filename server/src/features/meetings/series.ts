import { dayOfSeries, type Every } from '@meydan/shared/calendar/series'
import { localOf, momentOf } from '@meydan/shared/calendar/local-time'
import { AppError } from '@meydan/shared/errors'
import type { Trx } from '../../database/schema.ts'
import { insertSteps, stepsToBeginWith } from './agenda.ts'
import { changeMeeting, insertMeeting, lockMeeting, type MeetingAt } from './store.ts'

export type SeriesOrder = { every: Every; times: number; createdBy: string; timeZone: string }

/**
 * Plans more meetings like this one, each with the steps of its agenda and at the same time by the clock of its zone;
 * where it names none, of the installation. From then on each is a meeting of its own. Answers with their ids, the
 * earliest first. Throws `not_found`, `invalid`.
 */
export async function planSeriesOf(trx: Trx, at: MeetingAt, order: SeriesOrder): Promise<string[]> {
  const meeting = await lockMeeting(trx, at)
  const { title, place, plannedAt, plannedMinutes, callUrl, timeZone } = meeting
  if (!plannedAt) throw new AppError('invalid', [{ path: 'plannedFor', problem: 'required' }])
  const moments = momentsOf(plannedAt, { ...order, timeZone: timeZone ?? order.timeZone })
  const steps = await stepsToBeginWith(trx, at.roomId, { template: at.meetingId, carryOver: false })
  const seriesId = meeting.seriesId ?? crypto.randomUUID()
  if (!meeting.seriesId) await changeMeeting(trx, at.meetingId, { seriesId })
  const ids: string[] = []
  for (const moment of moments) {
    const { roomId } = at
    const alike = { roomId, createdBy: order.createdBy, title, place, plannedMinutes, callUrl, timeZone, seriesId }
    const id = await insertMeeting(trx, { ...alike, plannedAt: moment })
    await insertSteps(trx, id, steps)
    ids.push(id)
  }
  return ids
}

function momentsOf(first: Date, { every, times, timeZone }: Omit<SeriesOrder, 'createdBy'>): Date[] {
  const { day, time } = localOf(first, timeZone)
  return Array.from({ length: times }, (_, index) => {
    const moment = momentOf({ day: dayOfSeries(day, every, index + 1), time, timeZone })
    if (!(moment instanceof Date)) throw new AppError('invalid', [{ path: 'every', problem: moment }])
    return moment
  })
}
