import { useIntervalFn } from '@vueuse/core'
import { useT } from '../../i18n/index.ts'
import { useToasts } from '../../ui/toasts.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { serverNow } from '../../workshop/server-clock.ts'
import { secondsLeft } from './table-time.ts'
import type { Tables } from './useTables.ts'

const LOOK_EVERY_MS = 2000

/** Tells those who lead, once and calmly, that the tables' time is over. Nothing ends by itself: people finish sentences. */
export function useTableTimeHint(tables: Tables): void {
  const t = useT()
  const toasts = useToasts()
  const { openPanel } = useWorkshop()
  let told = ''
  useIntervalFn(() => {
    const ends = tables.open.value.flatMap(({ endsAt }) => endsAt ?? [])
    const last = ends.toSorted().at(-1)
    if (!tables.mayManage.value || !last || last === told || secondsLeft(last, serverNow())) return
    told = last
    toasts.say(t('tables.said.over'), { label: t('tables.title'), run: () => openPanel('tables') })
  }, LOOK_EVERY_MS)
}
