import { planSeries } from '@meydan/shared/contracts/meeting-calendar'
import { createMeeting, editMeeting, type MeetingView } from '@meydan/shared/contracts/meetings'
import type { Every } from '@meydan/shared/calendar/series'
import { ref, shallowRef } from 'vue'
import { call } from '../../api.ts'
import { useForm } from '../../ui/useForm.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { fieldsOf, plannedForOf } from './planned-fields.ts'
import { timed } from './useDirecting.ts'

export type Repeat = { every: Every | 'never'; times: string }
type Begin = { title: string; template: string | null; carryOver: boolean }

const USUAL_TIMES = '4'

/**
 * What the dialog of a meeting asks for, and sends: a new meeting or the changes of one, and then those that repeat it.
 * Where only the latter fails, the meeting is there already, and what is sent next changes it.
 */
export function useMeetingForm(meeting: MeetingView | null, begin: () => Begin, done: (saved: MeetingView) => unknown) {
  const { room } = useWorkshop()
  const place = ref(meeting?.place ?? '')
  const planned = ref(fieldsOf(meeting))
  const minutes = ref(String(meeting?.plannedMinutes ?? ''))
  const callUrl = ref(meeting?.callUrl ?? '')
  const repeat = ref<Repeat>({ every: 'never', times: USUAL_TIMES })
  const kept = shallowRef(meeting)

  function save(): Promise<MeetingView> {
    const { title, ...beginning } = begin()
    const body = {
      ...{ title, place: place.value, plannedFor: plannedForOf(planned.value) },
      // Number fields give numbers, or "" where they are empty.
      plannedMinutes: String(minutes.value) === '' ? null : Number(minutes.value),
      callUrl: callUrl.value.trim() || null,
    }
    const roomId = room.value.id
    const meetingId = kept.value?.id
    return timed(() =>
      meetingId
        ? call(editMeeting, { params: { roomId, meetingId }, body })
        : call(createMeeting, { params: { roomId }, body: { ...body, ...beginning } }),
    )
  }

  const form = useForm(async () => {
    kept.value = await save()
    const { every, times } = repeat.value
    if (every !== 'never') {
      const params = { roomId: room.value.id, meetingId: kept.value.id }
      await call(planSeries, { params, body: { every, times: Number(times) - 1 } })
    }
    await done(kept.value)
  })
  return { place, planned, minutes, callUrl, repeat, kept, ...form }
}
