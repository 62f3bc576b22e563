import { sideShown } from '@meydan/shared/documents/board/side-shown'
import { type Side, sides } from '@meydan/shared/words'
import { computed } from 'vue'
import { useBoardContext } from './board-context.ts'
import { needWords } from './details/need-words.ts'
import { countStamps, whoStamped } from './stamps/count-stamps.ts'

/** Whose notes a theme holds, and what a screen reader says of it. */
export function useThemeName(id: () => string) {
  const context = useBoardContext()
  const { board, data, seatOf, presence, t } = context
  const view = computed(() => data.viewOf('theme', id()))
  const members = computed(() => data.membersOf(id()))
  const title = computed(() => view.value?.item.title || t('board.theme.untitled'))

  const shares = computed<Record<Side, number>>(() => {
    const counts = { civil: 0, public: 0, neutral: 0 }
    for (const note of members.value) {
      const side = sideShown(note, seatOf(note.seat)?.side)
      if (side) counts[side]++
    }
    return counts
  })

  const name = computed(() => {
    const item = view.value?.item
    if (!item) return ''
    const frame = board.frameOf(item)
    const holder = presence.held.value.get(id())
    const stamps = countStamps(data.stamps.value.get(id()) ?? [], context, t('board.stamp.someone'))
    return [
      t('board.theme.name', { title: title.value, count: members.value.length }),
      ...sides
        .filter((side) => shares.value[side] > 0)
        .map((side) => t('board.theme.share', { side: t(`side.${side}`), count: shares.value[side] })),
      t(`board.colour.${item.colour}`),
      ...needWords(t, item),
      ...stamps.map((stamp) => whoStamped(t, stamp)),
      frame ? t('board.note.inFrame', { frame: frame.title || t('board.frame.untitled') }) : '',
      holder?.editing ? t('board.note.beingWritten', { person: holder.user.name }) : '',
    ]
      .filter((part) => part !== '')
      .join('. ')
  })

  return { title, shares, members, name }
}
