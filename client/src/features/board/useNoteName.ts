import type { Side } from '@meydan/shared/words'
import { computed } from 'vue'
import { useBoardContext } from './board-context.ts'

/** Who a note is from, and what a screen reader says of it. */
export function useNoteName(id: () => string) {
  const { data, seatOf, presence, t } = useBoardContext()
  const view = computed(() => data.notes.get(id()))
  const seat = computed(() => seatOf(view.value?.note.seat ?? null))
  const side = computed<Side>(() => seat.value?.side ?? view.value?.note.side ?? 'neutral')

  const author = computed(() =>
    seat.value
      ? t('board.note.author', {
          person: seat.value.name,
          organisation: seat.value.organisationName,
          side: t(`side.${side.value}`),
        })
      : t('board.note.authorUnknown', { side: t(`side.${side.value}`) }),
  )

  const name = computed(() => {
    const shown = view.value
    if (!shown) return ''
    const frame = shown.note.frame ? data.frames.get(shown.note.frame) : undefined
    const holder = presence.held.value.get(id())
    const shownWords = `${shown.text.trim() || t('board.note.blank')} ${seat.value?.organisationName ?? ''}`.trim()
    return [
      // First what is seen on the note, in the same words, so that who speaks to the interface finds it.
      shownWords,
      t(`board.colour.${shown.note.colour}`),
      seat.value ? t('board.note.person', { person: seat.value.name, side: t(`side.${side.value}`) }) : author.value,
      frame ? t('board.note.inFrame', { frame: frame.title || t('board.frame.untitled') }) : '',
      holder?.editing ? t('board.note.beingWritten', { person: holder.user.name }) : '',
    ]
      .filter((part) => part !== '')
      .join('. ')
  })

  return { view, seat, side, author, name }
}
