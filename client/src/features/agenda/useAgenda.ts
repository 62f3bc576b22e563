import { listMeetings, type MeetingSummary, type MeetingView, readMeeting } from '@meydan/shared/contracts/meetings'
import { computed, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { call } from '../../api.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { useTopic } from '../../workshop/useTopic.ts'
import { timed, useAdopting } from './useDirecting.ts'
import { useStepWriting } from './useStepWriting.ts'

export type Agenda = ReturnType<typeof useAgenda>

/**
 * The room's meetings, and the agenda of the one that is looked at: the one chosen, else the open one, else the next.
 */
export function useAgenda() {
  const { room, current, meeting } = useWorkshop()
  const adoptCurrent = useAdopting()
  const roomId = room.value.id
  const route = useRoute()
  const chosenId = ref<string | null>(null)
  /** Letters and notifications lead to a meeting: `?meeting=<id>`. */
  watch(
    () => route.query['meeting'],
    (asked) => {
      if (typeof asked === 'string') chosenId.value = asked
    },
    { immediate: true },
  )

  const list = useTopic(roomId, 'meeting', async () => (await call(listMeetings, { params: { roomId } })).meetings)
  const shownId = computed(() => {
    const chosen = list.data.value?.find(({ id }) => id === chosenId.value)
    return chosen?.id ?? meeting.value?.id ?? current.data.value?.next?.id ?? null
  })
  const other = useTopic<MeetingView | null>(roomId, 'meeting', async () => {
    const meetingId = shownId.value
    if (!meetingId || meetingId === meeting.value?.id) return null
    return timed(() => call(readMeeting, { params: { roomId, meetingId } }))
  })
  watch(shownId, () => void other.reload())

  const shown = computed(() => {
    if (!shownId.value) return null
    return [meeting.value, other.data.value].find((one) => one?.id === shownId.value) ?? null
  })

  function adopt(next: MeetingView): void {
    if (next.id === meeting.value?.id) adoptCurrent(next)
    else if (next.id === shownId.value) other.adopt(next)
    void list.reload()
  }

  /** Looks at another meeting; null: at what the room is at. */
  function choose(one: Pick<MeetingSummary, 'id'> | null): void {
    chosenId.value = one?.id ?? null
  }

  const writing = useStepWriting(shown, {
    adopt,
    reload: () => {
      void other.reload()
      void current.reload()
    },
  })
  return { list, other, shown, shownId, choose, adopt, ...writing }
}
