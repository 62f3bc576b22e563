import { toggleStamp } from '@meydan/shared/documents/board/arrange'
import type { ItemKind, StampSign } from '@meydan/shared/documents/board/records'
import type { BoardContext } from '../board-context.ts'

const stampable = new Set<ItemKind>(['note', 'theme', 'shape', 'picture'])

/** Of these, what takes reactions. */
export function stampableOf({ data }: BoardContext, ids: Iterable<string>): string[] {
  return [...ids].filter((id) => stampable.has(data.typeOf(id) ?? 'frame'))
}

/** Puts my reaction on objects, or takes it back where it is on all of them: one step of undo. */
export function react(context: BoardContext, ids: readonly string[], sign: StampSign): void {
  const { board, t } = context
  const mine = context.author()
  const without = ids.filter((id) => !hasMine(context, id, sign))
  if (!context.canWrite.value || ids.length === 0) return
  context.step(() =>
    board.transact(() => {
      for (const id of without.length > 0 ? without : ids) toggleStamp(board, id, sign, mine)
    }),
  )
  const values = { sign: t(`board.stamp.${sign}`) }
  context.said.value = without.length > 0 ? t('board.stamp.said.on', values) : t('board.stamp.said.off', values)
}

export function hasMine({ data, room }: BoardContext, id: string, sign: StampSign): boolean {
  const me = room.value.mySeat.id
  return data.stamps.value.get(id)?.some((stamp) => stamp.sign === sign && stamp.seat === me) ?? false
}
