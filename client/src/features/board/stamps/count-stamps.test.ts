import type { Stamp } from '@meydan/shared/documents/board/records'
import { expect, it } from 'vitest'
import { countStamps, whoStamped } from './count-stamps.ts'

const seats = {
  ada: { name: 'Ada', side: 'civil' },
  mehmet: { name: 'Mehmet', side: 'public' },
} as Record<string, { name: string; side: 'civil' | 'public' }>
const known = {
  seatOf: (id: string | null) => seats[id ?? ''],
  room: { value: { mySeat: { id: 'ada' } } },
} as unknown as Parameters<typeof countStamps>[1]

function stamp(sign: Stamp['sign'], seat: string, side: Stamp['side'] = 'neutral'): Stamp {
  return { id: `${sign}-${seat}`, item: 'note', sign, seat, side, createdAt: 0 }
}

it('counts by sign, knows mine, and names people by the side the room knows', () => {
  const counted = countStamps(
    [stamp('done', 'mehmet', 'civil'), stamp('agree', 'ada'), stamp('agree', 'gone')],
    known,
    '?',
  )
  expect(counted).toEqual([
    { sign: 'agree', count: 2, mine: true, bySide: { civil: ['Ada'], public: [], neutral: ['?'] } },
    { sign: 'done', count: 1, mine: false, bySide: { civil: [], public: ['Mehmet'], neutral: [] } },
  ])
  const t = (key: string, values?: object) => `${key}${values ? JSON.stringify(values) : ''}`
  expect(whoStamped(t as Parameters<typeof whoStamped>[0], counted[0]!)).toContain('side.civil: Ada · side.neutral: ?')
})
