import type { MeetingSummary } from '@meydan/shared/contracts/meetings'
import { foldName } from '@meydan/shared/names'

/** A meeting, and those of its series that come after it in the same group. */
export type MeetingRow = { meeting: MeetingSummary; rest: MeetingSummary[] }
export type MeetingGroup = { id: 'planned' | 'past' | 'cancelled'; rows: MeetingRow[] }

/** What is to come, the next first, a series as one; then what is over, and what was cancelled, the last first. */
export function groupsOf(meetings: readonly MeetingSummary[], sought = ''): MeetingGroup[] {
  const folded = foldName(sought)
  const found = meetings.filter(({ title, place }) => foldName(`${title} ${place}`).includes(folded))
  const of = (id: MeetingGroup['id']) => found.filter((meeting) => groupOf(meeting) === id)
  const planned = of('planned').toSorted((a, b) => moment(a) - moment(b))
  const groups: MeetingGroup[] = [
    // Whoever seeks one of a series has to see it.
    { id: 'planned', rows: folded ? alone(planned) : bySeries(planned) },
    { id: 'past', rows: alone(of('past').toSorted((a, b) => moment(b) - moment(a))) },
    { id: 'cancelled', rows: alone(of('cancelled').toSorted((a, b) => moment(b) - moment(a))) },
  ]
  return groups.filter(({ rows }) => rows.length > 0)
}

function groupOf({ state, cancelledAt }: MeetingSummary): MeetingGroup['id'] {
  if (state === 'ended') return 'past'
  return cancelledAt ? 'cancelled' : 'planned'
}

/** What has no date comes after all that has one. */
function moment({ openedAt, plannedAt }: MeetingSummary): number {
  const at = openedAt ?? plannedAt
  return at ? Date.parse(at) : Number.MAX_SAFE_INTEGER
}

function alone(meetings: readonly MeetingSummary[]): MeetingRow[] {
  return meetings.map((meeting) => ({ meeting, rest: [] }))
}

function bySeries(meetings: readonly MeetingSummary[]): MeetingRow[] {
  const rows = new Map<string, MeetingRow>()
  for (const meeting of meetings) {
    const key = meeting.seriesId ?? meeting.id
    const row = rows.get(key)
    if (row) row.rest.push(meeting)
    else rows.set(key, { meeting, rest: [] })
  }
  return [...rows.values()]
}
