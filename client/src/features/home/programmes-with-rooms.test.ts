import type { RoomSummary } from '@meydan/shared/contracts/programmes'
import { expect, test } from 'vitest'
import { programmesWithRooms } from './programmes-with-rooms.ts'

function room(id: string, programmeId: string, lastActivityAt: string, archivedAt: string | null = null): RoomSummary {
  return {
    id,
    programmeId,
    programmeName: `Programme ${programmeId}`,
    name: `Room ${id}`,
    audience: 'joint',
    role: 'participant',
    civilSeats: 0,
    publicSeats: 0,
    neutralSeats: 0,
    lastActivityAt,
    archivedAt,
  }
}

test('the liveliest programme and room come first, archived rooms last, foreign programmes count too', () => {
  const programmes = [
    {
      id: 'quiet',
      name: 'Quiet',
      description: '',
      cities: [],
      hostOrganisationId: 'h',
      publishesAnswers: false,
      createdAt: '2026-01-01T00:00:00Z',
    },
  ]
  const groups = programmesWithRooms(programmes, [
    room('1', 'other', '2026-03-01T00:00:00Z'),
    room('2', 'other', '2026-05-01T00:00:00+02:00', '2026-05-02T00:00:00Z'),
    room('3', 'other', '2026-04-01T00:00:00Z'),
  ])
  expect(groups.map(({ id, organised }) => [id, organised])).toEqual([
    ['other', false],
    ['quiet', true],
  ])
  expect(groups[0]!.rooms.map(({ id }) => id)).toEqual(['3', '1', '2'])
})
