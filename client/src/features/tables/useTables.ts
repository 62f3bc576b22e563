import { readTables, type TablesView, type TableView } from '@meydan/shared/contracts/tables'
import type { SeatView } from '@meydan/shared/contracts/rooms'
import { type Grant, isGranted } from '@meydan/shared/permissions'
import { type SeatRole, sides } from '@meydan/shared/words'
import { computed } from 'vue'
import { call, useErrorText } from '../../api.ts'
import { localesOf } from '../../i18n/format.ts'
import { language } from '../../i18n/index.ts'
import { useToasts } from '../../ui/toasts.ts'
import { useWorkshop, type Workshop } from '../../workshop/context.ts'
import { heardServerTime } from '../../workshop/server-clock.ts'
import { useShared } from '../../workshop/useShared.ts'
import { useTopic } from '../../workshop/useTopic.ts'

export type Tables = ReturnType<typeof tablesOf>

/** The room's tables, kept as the server has them, and who sits there: for the panel and what lies over the board. */
export function useTables(): Tables {
  const workshop = useWorkshop()
  const roomId = workshop.room.value.id
  return useShared(`tables ${roomId}`, () => tablesOf(roomId, workshop))
}

function tablesOf(roomId: string, { room, may }: Workshop) {
  const toasts = useToasts()
  const errorText = useErrorText()
  const topic = useTopic<TablesView>(roomId, 'tables', async () => {
    const askedAt = performance.now()
    const view = await call(readTables, { params: { roomId } })
    heardServerTime(Date.parse(view.now), askedAt)
    return view
  })
  const all = computed(() => topic.data.value?.tables ?? [])
  const open = computed(() => all.value.filter(({ state }) => state === 'open'))
  const held = computed(() => room.value.seats.filter(({ removedAt }) => removedAt === null))
  const seats = computed(() => new Map(held.value.map((seat) => [seat.id, seat])))

  /** Carries out an act and shows its answer; what failed is said, and the tables are read again. */
  async function act(send: () => Promise<TablesView>): Promise<boolean> {
    try {
      topic.adopt(await send())
      return true
    } catch (error) {
      toasts.fail(errorText(error))
      void topic.reload()
      return false
    }
  }

  return {
    roomId,
    topic,
    all,
    open,
    ended: computed(() => all.value.filter(({ state }) => state !== 'open').toReversed()),
    mine: computed(() => open.value.find(({ id }) => id === topic.data.value?.mine) ?? null),
    mayManage: computed(() => may('table.manage') && room.value.archivedAt === null),
    seats,
    /** Who takes part and sits at no open table. */
    inPlenary: computed(() => {
      const seated = new Set(open.value.flatMap(({ seatIds }) => seatIds))
      return held.value.filter(({ id, role }) => isSentToTables(role) && !seated.has(id))
    }),
    /** By side, then by name. */
    peopleAt: (table: TableView): SeatView[] => sorted(table.seatIds.flatMap((id) => seats.value.get(id) ?? [])),
    act,
  }
}

/** Who writes, and neither leads nor answers: those walk from table to table. */
function isSentToTables(role: SeatRole): boolean {
  const held = new Set<Grant>([role])
  const walks = isGranted('table.manage', held) || isGranted('question.answer', held)
  return isGranted('document.write', held) && !walks
}

function sorted(people: SeatView[]): SeatView[] {
  const { compare } = new Intl.Collator(localesOf(language.value))
  return people.sort((a, b) => sides.indexOf(a.side) - sides.indexOf(b.side) || compare(a.name, b.name))
}

/** "Ayşe, Mehmet and Omar", as the language joins names. */
export function joinNames(names: readonly string[]): string {
  return new Intl.ListFormat(localesOf(language.value), { type: 'conjunction' }).format(names)
}
