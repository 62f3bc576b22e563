import type { SeatView } from '@meydan/shared/contracts/rooms'
import type { Side } from '@meydan/shared/words'
import { expect, test } from 'vitest'
import { groupBySide } from './people-by-side.ts'

function seat(
  id: string,
  name: string,
  side: Side,
  organisationName: string,
  removedAt: string | null = null,
): SeatView {
  return {
    id,
    personId: `person-${id}`,
    name,
    isGuest: true,
    role: 'participant',
    organisationId: organisationName,
    organisationName,
    side,
    colour: 0,
    removedAt,
  }
}

const seats = [
  seat('1', 'Zeynep', 'civil', 'Umut Derneği'),
  seat('2', 'Ali', 'civil', 'Umut Derneği'),
  seat('3', 'Çiğdem', 'civil', 'Çınar Derneği'),
  seat('4', 'Gone', 'public', 'Belediye', '2026-01-01T00:00:00Z'),
]

test('who is here stands first, removed seats are left out, both sides are always there', () => {
  const groups = groupBySide(seats, new Set(['1']), 'tr')
  expect(groups.map(({ side, here, total }) => [side, here, total])).toEqual([
    ['civil', 1, 3],
    ['public', 0, 0],
  ])
  expect(groups[0]!.organisations.map(({ name }) => name)).toEqual(['Çınar Derneği', 'Umut Derneği'])
  expect(groups[0]!.organisations[1]!.seats.map(({ name }) => name)).toEqual(['Zeynep', 'Ali'])
})
