import type { SeatView } from '@meydan/shared/contracts/rooms'
import type { CommentView, ThreadView } from '@meydan/shared/contracts/threads'
import { type ComputedRef, computed } from 'vue'
import { useT } from '../i18n/index.ts'
import { useWorkshop } from '../workshop/context.ts'
import { type Mentionable, toShown } from './mention-text.ts'

export type RoomNames = {
  seatOf: (id: string | null) => SeatView | null
  /** Of a person or an organisation of the room; for whoever is none of it any longer, that they left. */
  nameOf: (of: Mentionable['of'], id: string) => string
  /** Who can be named in a comment: all who have a seat now, and their organisations, side by side. */
  people: ComputedRef<readonly Mentionable[]>
  /** A comment in one line: its words with names in them, or its files. */
  lineOf: (comment: CommentView) => string
  /** What a thread is about, in words. */
  subjectOf: (thread: Pick<ThreadView, 'anchor' | 'words' | 'state'>) => string
}

/** The names that comments need, of the room's people as they are now. */
export function useRoomNames(): RoomNames {
  const t = useT()
  const { room } = useWorkshop()
  const seats = computed(() => new Map(room.value.seats.map((seat) => [seat.id, seat])))
  const organisations = computed(
    () => new Map(room.value.seats.map((seat) => [seat.organisationId, seat.organisationName])),
  )
  const nameOf: RoomNames['nameOf'] = (of, id) =>
    (of === 'seat' ? seats.value.get(id)?.name : organisations.value.get(id)) ?? t('threads.somebodyGone')
  return {
    seatOf: (id) => (id === null ? null : (seats.value.get(id) ?? null)),
    nameOf,
    people: computed(() => mentionable(room.value.seats)),
    lineOf({ text, attachments, deletedAt }) {
      if (deletedAt !== null) return t('threads.deleted')
      return toShown(text, nameOf).replace(/\s+/gu, ' ') || attachments.map(({ name }) => name).join(' · ')
    },
    subjectOf({ anchor, words, state }) {
      if (anchor.kind === 'room') return t('threads.aboutRoom')
      if (state === 'hidden') return t('threads.hidden')
      const named = words || t('threads.noWords')
      return anchor.kind === 'field' ? `${named} · ${t(`plan.field.${anchor.field}`)}` : named
    },
  }
}

function mentionable(seats: readonly SeatView[]): Mentionable[] {
  const here = seats.filter(({ removedAt }) => removedAt === null)
  const people = here.map(({ id, name, side, organisationName }) => {
    return { of: 'seat' as const, id, name, side, organisation: organisationName }
  })
  const organisations = new Map(
    here.map(({ organisationId: id, organisationName: name, side }) => {
      return [id, { of: 'organisation' as const, id, name, side, organisation: '' }]
    }),
  )
  return [...people, ...organisations.values()].toSorted(
    (a, b) => a.side.localeCompare(b.side) || a.name.localeCompare(b.name),
  )
}
