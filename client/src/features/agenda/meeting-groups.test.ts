import type { MeetingSummary } from '@meydan/shared/contracts/meetings'
import { expect, test } from 'vitest'
import { groupsOf } from './meeting-groups.ts'

const meeting = (title: string, given: Partial<MeetingSummary> = {}): MeetingSummary => ({
  ...{ id: title, title, place: '', plannedAt: null, plannedMinutes: null, timeZone: null, callUrl: null },
  ...{ seriesId: null, cancelledAt: null, state: 'planned', openedAt: null, endedAt: null, steps: 0, minutes: 0 },
  ...given,
})
const on = (day: string) => ({ plannedAt: `2027-${day}T09:00:00.000Z` })
const told = (meetings: MeetingSummary[], sought?: string) =>
  groupsOf(meetings, sought).map(({ id, rows }) => [
    id,
    ...rows.map((row) => [row.meeting, ...row.rest].map(({ title }) => title).join('+')),
  ])

test('the next comes first and a series is one row; what is over or cancelled comes with the last first', () => {
  const all = [
    meeting('undated'),
    meeting('c', { ...on('05-03'), seriesId: 's' }),
    meeting('b', { ...on('05-02'), seriesId: 's' }),
    meeting('alone', on('05-02')),
    meeting('off', { ...on('05-01'), cancelledAt: on('04-01').plannedAt, seriesId: 's' }),
    meeting('old', { state: 'ended', openedAt: on('01-01').plannedAt }),
    meeting('older', { state: 'ended', ...on('02-01'), openedAt: '2026-01-01T09:00:00.000Z' }),
  ]
  expect(told(all)).toEqual([
    ['planned', 'b+c', 'alone', 'undated'],
    ['past', 'old', 'older'],
    ['cancelled', 'off'],
  ])
})

test('what is sought is found in titles and places, each of a series by itself', () => {
  const all = [
    meeting('İzleme', { ...on('05-01'), seriesId: 's' }),
    meeting('izleme 2', { ...on('05-02'), seriesId: 's' }),
    meeting('x', { place: 'IZLEME salonu' }),
    meeting('y'),
  ]
  expect(told(all, 'izleme')).toEqual([['planned', 'İzleme', 'izleme 2', 'x']])
  expect(told(all, 'nothing')).toEqual([])
})
