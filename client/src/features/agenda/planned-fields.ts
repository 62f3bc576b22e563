import { localOf, momentOf } from '@meydan/shared/calendar/local-time'
import type { MeetingView, PlannedFor } from '@meydan/shared/contracts/meetings'
import { cityOf, ownZone } from '../../people/meeting-time.ts'

/** When a meeting is, as its fields say it; day and time "" where nobody chose one. */
export type PlannedFields = { day: string; time: string; timeZone: string }

/** By the meeting's own clock, whoever edits it; a new one's is its planner's. */
export function fieldsOf(meeting: Pick<MeetingView, 'plannedAt' | 'timeZone'> | null): PlannedFields {
  const timeZone = meeting?.timeZone ?? ownZone()
  if (!meeting?.plannedAt) return { day: '', time: '', timeZone }
  return localOf(new Date(meeting.plannedAt), timeZone)
}

/** As it travels; null where there is to be no date. What is missing of one is the server's to say. */
export function plannedForOf({ day, time, timeZone }: PlannedFields): PlannedFor | null {
  return day === '' && time === '' ? null : { day, time: time.slice(0, 5), timeZone }
}

/** The moment that fields mean, ISO; null while they mean none. */
export function momentOfFields(fields: PlannedFields): string | null {
  if (!fields.day || !fields.time) return null
  const moment = momentOf({ ...fields, time: fields.time.slice(0, 5) })
  return moment instanceof Date ? moment.toISOString() : null
}

export type ZoneOption = { id: string; name: string; region: string }

/** All zones that this browser knows, by their cities, and those given besides. */
export function zoneOptions(also: readonly string[]): ZoneOption[] {
  const all = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...also])
  const options = [...all].map((id) => {
    const region = id.includes('/') ? id.slice(0, id.lastIndexOf('/')).replaceAll('_', ' ') : ''
    return { id, name: cityOf(id), region }
  })
  return options.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}
