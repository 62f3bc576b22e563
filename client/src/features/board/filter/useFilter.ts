import type { RoomView, SeatView } from '@meydan/shared/contracts/rooms'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import { type ComputedRef, computed, shallowReactive, shallowRef } from 'vue'
import type { BoardData, ItemView } from '../useBoard.ts'
import { isWanted, type Looked, matches, wantsAnything, type Wanted } from './filtering.ts'

export type Filter = ReturnType<typeof useFilter>

/**
 * What is looked for on this board, for oneself alone. What doesn't match stays where it is and steps back: one set
 * for the whole board, the same object while nothing in it changed, so that cards ask cheaply.
 */
export function useFilter(
  data: BoardData,
  room: ComputedRef<RoomView>,
  seatOf: (id: string | null) => SeatView | undefined,
) {
  const wanted = shallowReactive<Wanted>({ ...wantsAnything })
  const isOn = computed(() => isWanted(wanted))

  function looked({ item, text }: ItemView): Looked {
    const seat = seatOf(item.seat)
    const title = item.type === 'theme' ? item.title : item.type === 'picture' ? item.alt : ''
    return {
      ...(item.type === 'note' || item.type === 'theme'
        ? { kind: item.kind, fields: item.fields, severity: item.severity, colour: item.colour }
        : {}),
      side: sideShown(item, seat?.side),
      organisation: seat?.organisationId ?? null,
      seat: item.seat,
      words: `${text} ${title}`,
    }
  }

  const found = computed<ReadonlySet<string>>((before) => {
    const next = new Set<string>()
    if (isOn.value) {
      const me = room.value.mySeat.id
      for (const view of data.items.values()) if (matches(wanted, looked(view), me)) next.add(view.item.id)
    }
    return before && isSameSet(before, next) ? before : next
  })

  /** A theme with something found in it stays in sight too. */
  const kept = computed<ReadonlySet<string>>((before) => {
    const next = new Set(found.value)
    for (const id of found.value) {
      const theme = data.viewOf('note', id)?.item.theme
      if (theme) next.add(theme)
    }
    return before && isSameSet(before, next) ? before : next
  })

  return {
    wanted,
    isOn,
    found,
    /** What isn't dimmed while the filter is on. */
    kept,
    /** Notes found, and notes there are. */
    count: computed(() => {
      let [notes, total] = [0, 0]
      for (const { item } of data.items.values()) {
        if (item.type !== 'note') continue
        total++
        if (found.value.has(item.id)) notes++
      }
      return { notes, total }
    }),
    dims: (id: string): boolean => isOn.value && !kept.value.has(id),
    clear: (): void => void Object.assign(wanted, wantsAnything),
    /** Whether its panel is shown. */
    open: shallowRef(false),
  }
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false
  for (const id of a) if (!b.has(id)) return false
  return true
}
