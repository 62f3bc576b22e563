import type { VersionView } from '@meydan/shared/contracts/history'
import { localesOf } from '../../../i18n/format.ts'
import { language, useFormat, useT } from '../../../i18n/index.ts'
import type { BoardContext } from '../board-context.ts'

/** A point of the slider: a version that is kept, or the board as it is now. */
export type Moment = { id: string; version: VersionView | null }
export const NOW: Moment = { id: 'now', version: null }

/** Moments in words, in the language shown. */
export function useMomentWords({ seatOf }: Pick<BoardContext, 'seatOf'>) {
  const t = useT()
  const format = useFormat()

  function reason({ version }: Moment): string {
    if (!version) return t('board.history.reason.now')
    const person = seatOf(version.seatId)?.name ?? t('board.list.digest.someone')
    return t(`board.history.reason.${version.reason}`, { person })
  }

  function when({ version }: Moment): string {
    return version ? format.dateTime(version.createdAt) : t('board.history.now')
  }

  return {
    reason,
    when,
    /** Date, time and why it is kept: what a screen reader says of the slider. */
    full: (moment: Moment) => t('board.history.moment', { time: when(moment), reason: reason(moment) }),
    time: timeOf,
    date: format.date,
  }
}

/** Hours and minutes, as the language writes them. */
export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(localesOf(language.value), { timeStyle: 'short' }).format(new Date(iso))
}

/** Whether two times are of one day, where the person is. */
export function isSameDay(a: string, b: string): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
