import type { Item } from '@meydan/shared/documents/board/records'
import { withoutOverrides } from '@meydan/shared/documents/board/text-direction'
import type { BoardContext } from '../board-context.ts'
import { namesOf } from '../connector-acts.ts'
import { needWords } from '../details/need-words.ts'
import { countStamps } from '../stamps/count-stamps.ts'
import { LOOSE } from './list-tree.ts'

const SHORT = 60

/** An object of any kind, read from what is reactive: who asks hears of changes. */
export function itemIn({ data }: Pick<BoardContext, 'data'>, id: string): Item | undefined {
  const frame = data.frames.get(id)
  return frame ? { type: 'frame', ...frame } : data.items.get(id)?.item
}

/** Titles are shown as words are. */
const shown = (title: string) => withoutOverrides(title).trim()

/** What an object says or, where it says nothing, what it is: the first words of its row and of its name. */
export function wordsOf(context: BoardContext, id: string): string {
  const { t, data, seatOf } = context
  const item = itemIn(context, id)
  if (id === LOOSE || !item) return t('board.list.loose')
  switch (item.type) {
    case 'frame':
      return shown(item.title) || t('board.frame.untitled')
    case 'theme':
      return shown(item.title) || t('board.theme.untitled')
    case 'note':
      return data.items.get(id)?.text.trim() || t('board.note.blank')
    case 'shape':
      return data.items.get(id)?.text.trim() || t('board.list.blank')
    case 'picture':
      return shown(item.alt) || t('board.list.noAlt')
    case 'stroke':
      return t('board.list.drawing', { person: seatOf(item.seat)?.name ?? t('board.stamp.someone') })
    case 'connector':
      return t(`board.list.line.${item.arrow}`, namesOf(context, item))
  }
}

/** The words in short, for messages. */
export function shortWords(context: BoardContext, id: string): string {
  const [first] = wordsOf(context, id).split('\n')
  return first!.length > SHORT ? `${first!.slice(0, SHORT)}…` : first!
}

/** Which kind of thing a row is, in a word; empty for notes, which most rows are. */
export function kindWord({ t }: Pick<BoardContext, 't'>, item: Item): string {
  if (item.type === 'note' || item.type === 'stroke' || item.type === 'connector') return ''
  if (item.type === 'shape' && item.form === 'text') return t('board.list.kind.text')
  return t(`board.list.kind.${item.type}`)
}

/** What a screen reader says of a row, what is seen first. `inside` counts what is in it, `place` where it is when sorted. */
export function rowName(context: BoardContext, id: string, inside: number, place = ''): string {
  const { t, data, seatOf, presence } = context
  const item = itemIn(context, id)
  const words = wordsOf(context, id)
  if (!item) return `${words}, ${t('board.list.inside', { count: inside })}`
  const holds = item.type === 'frame' || item.type === 'theme'
  const seat = 'seat' in item && item.type !== 'stroke' ? seatOf(item.seat) : undefined
  const holder = presence.held.value.get(id)
  const counted = countStamps(data.stamps.value.get(id) ?? [], context, '')
  return [
    words,
    kindWord(context, item),
    holds ? t('board.list.inside', { count: inside }) : '',
    item.type === 'connector' ? item.label : '',
    seat ? `${seat.organisationName} (${t(`side.${seat.side}`)})` : '',
    ...('severity' in item ? needWords(t, item) : item.locked ? [t('board.need.lockedMark')] : []),
    ...counted.map(({ sign, count }) => t('board.stamp.counted', { sign: t(`board.stamp.${sign}`), count })),
    item.type === 'note' ? t(`board.colour.${item.colour}`) : '',
    place,
    holder ? t(holder.editing ? 'board.note.beingWritten' : 'board.list.heldBy', { person: holder.user.name }) : '',
  ]
    .filter((part) => part !== '')
    .join('. ')
}
