import { type Stamp, type StampSign, stampSigns } from '@meydan/shared/documents/board/records'
import { type Side, sides } from '@meydan/shared/words'
import type { Translate } from '../../../i18n/index.ts'
import type { BoardContext } from '../board-context.ts'

export type CountedStamp = { sign: StampSign; count: number; mine: boolean; bySide: Record<Side, string[]> }

type Known = Pick<BoardContext, 'seatOf' | 'room'>

/** Reactions to one object by sign, in the order of the signs, with who they are from. The room is trusted over the claim. */
export function countStamps(stamps: readonly Stamp[], { seatOf, room }: Known, unknown: string): CountedStamp[] {
  return stampSigns.flatMap((sign) => {
    const of = stamps.filter((stamp) => stamp.sign === sign)
    if (of.length === 0) return []
    const bySide: CountedStamp['bySide'] = { civil: [], public: [], neutral: [] }
    for (const { seat, side } of of) {
      const known = seatOf(seat)
      bySide[known?.side ?? side].push(known?.name ?? unknown)
    }
    return [{ sign, count: of.length, mine: of.some(({ seat }) => seat === room.value.mySeat.id), bySide }]
  })
}

/** “I agree: Civil society: Ada, Leyla · Public institutions: Mehmet”. */
export function whoStamped(t: Translate, { sign, bySide }: CountedStamp): string {
  const people = sides
    .filter((side) => bySide[side].length > 0)
    .map((side) => `${t(`side.${side}`)}: ${bySide[side].join(`${t('common.comma')} `)}`)
  return t('board.stamp.who', { sign: t(`board.stamp.${sign}`), people: people.join(' · ') })
}
