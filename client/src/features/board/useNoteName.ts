import type { SeatView } from '@meydan/shared/contracts/rooms'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import type { Side } from '@meydan/shared/words'
import { computed } from 'vue'
import { type BoardContext, useBoardContext } from './board-context.ts'
import { needWords } from './details/need-words.ts'
import { countStamps, whoStamped } from './stamps/count-stamps.ts'

/** Who something is from, in words: by name, or no more than its side, or not even that. */
export function authorOf({ t }: BoardContext, seat: SeatView | undefined, side: Side | null): string {
  if (seat) {
    const { name: person, organisationName: organisation } = seat
    return t('board.note.author', { person, organisation, side: t(`side.${seat.side}`) })
  }
  return side ? t('board.note.authorUnknown', { side: t(`side.${side}`) }) : t('board.note.unnamed')
}

/** Who a note is from, and what a screen reader says of it. */
export function useNoteName(id: () => string) {
  const context = useBoardContext()
  const { board, data, seatOf, presence, t } = context
  const view = computed(() => data.viewOf('note', id()))
  const seat = computed(() => seatOf(view.value?.item.seat ?? null))
  const side = computed<Side | null>(() => (view.value ? sideShown(view.value.item, seat.value?.side) : null))

  const author = computed(() => authorOf(context, seat.value, side.value))

  const name = computed(() => {
    const shown = view.value
    if (!shown) return ''
    const frame = board.frameOf(shown.item)
    const holder = presence.held.value.get(id())
    const shownWords = `${shown.text.trim() || t('board.note.blank')} ${seat.value?.organisationName ?? ''}`.trim()
    return [
      // First what is seen on the note, in the same words, so that who speaks to the interface finds it.
      shownWords,
      t(`board.colour.${shown.item.colour}`),
      seat.value
        ? t('board.note.person', { person: seat.value.name, side: t(`side.${seat.value.side}`) })
        : author.value,
      ...needWords(t, shown.item),
      ...countStamps(data.stamps.value.get(id()) ?? [], context, t('board.stamp.someone')).map((stamp) =>
        whoStamped(t, stamp),
      ),
      placeInTheme(shown.item.theme),
      frame ? t('board.note.inFrame', { frame: frame.title || t('board.frame.untitled') }) : '',
      holder?.editing ? t('board.note.beingWritten', { person: holder.user.name }) : '',
    ]
      .filter((part) => part !== '')
      .join('. ')
  })

  function placeInTheme(themeId: string | null): string {
    const theme = themeId ? data.viewOf('theme', themeId)?.item : undefined
    if (!theme) return ''
    const members = data.membersOf(theme.id)
    const place = members.findIndex((note) => note.id === id()) + 1
    return t('board.theme.inTheme', {
      theme: theme.title || t('board.theme.untitled'),
      place,
      count: members.length,
    })
  }

  return { view, seat, side, author, name }
}
