import {
  type MeetingSummary,
  type MeetingView,
  readCurrentMeeting,
  type StepView,
} from '@meydan/shared/contracts/meetings'
import type { RoomSign } from '@meydan/shared/contracts/events'
import type { RoomView } from '@meydan/shared/contracts/rooms'
import type { Permission } from '@meydan/shared/permissions'
import {
  type ComputedRef,
  computed,
  type InjectionKey,
  inject,
  provide,
  type Ref,
  type ShallowRef,
  shallowRef,
} from 'vue'
import { call } from '../api.ts'
import { heardServerTime } from './server-clock.ts'
import { type Topic, useTopic } from './useTopic.ts'

/** Parts of a room beside its board, one at a time: in the drawer, on phones in place of the board. */
export const panelIds = [
  'people',
  'agenda',
  'writing',
  'votes',
  'tables',
  'voice',
  'questions',
  'threads',
  'decisions',
  'answers',
  'lead',
  'call',
] as const
export type PanelId = (typeof panelIds)[number]

export type CurrentMeeting = { meeting: MeetingView | null; next: MeetingSummary | null }

/** What every part of a room shares. */
export type Workshop = {
  room: ComputedRef<RoomView>
  /** Seats of those who are here now. */
  here: ComputedRef<ReadonlySet<string>>
  narrow: Ref<boolean>
  may: (permission: Permission) => boolean
  current: Topic<CurrentMeeting>
  /** The open meeting; null where none is. */
  meeting: ComputedRef<MeetingView | null>
  step: ComputedRef<StepView | null>
  panel: Ref<PanelId | null>
  openPanel: (id: PanelId) => void
  /** Reads the room itself again; resolves when it is here, or can't be. */
  reloadRoom: () => Promise<void>
  /** Shows everybody a sign for a moment. */
  react: (sign: RoomSign) => void
  /** Somebody's sign, the last one; a new object each time. */
  reaction: ShallowRef<{ seatId: string; sign: RoomSign } | null>
  /** Goes to one of the room's boards. */
  openBoard: (documentId: string) => void
}

const key: InjectionKey<Workshop> = Symbol('workshop')

export function useWorkshop(): Workshop {
  const workshop = inject(key)
  if (!workshop) throw new Error('A part of a room was used outside a room')
  return workshop
}

/** As `useWorkshop`, for what is shown outside of rooms too. */
export function useWorkshopIfAny(): Workshop | null {
  return inject(key, null)
}

type Given = Pick<Workshop, 'room' | 'here' | 'narrow' | 'reloadRoom' | 'openBoard' | 'react' | 'reaction'>

/** Makes what the parts of a room share; lives as long as the component that calls it. */
export function provideWorkshop(roomId: string, given: Given): Workshop {
  const current = useTopic<CurrentMeeting>(roomId, 'meeting', async () => {
    const askedAt = performance.now()
    const { now, ...answer } = await call(readCurrentMeeting, { params: { roomId } })
    heardServerTime(Date.parse(now), askedAt)
    return answer
  })
  const panel = shallowRef<PanelId | null>(null)
  // In an archived room nothing goes on, whatever was known of its meeting last.
  const meeting = computed(() => (given.room.value.archivedAt === null ? (current.data.value?.meeting ?? null) : null))
  const workshop: Workshop = {
    ...given,
    may: (permission) => given.room.value.may.includes(permission),
    current,
    meeting,
    step: computed(() => meeting.value?.steps.find(({ id }) => id === meeting.value?.stepId) ?? null),
    panel,
    openPanel: (id) => {
      panel.value = id
    },
  }
  provide(key, workshop)
  return workshop
}
