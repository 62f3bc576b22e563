import { directMeeting, type MeetingCommand, type MeetingView } from '@meydan/shared/contracts/meetings'
import { ref } from 'vue'
import { ApiError, call, useErrorText } from '../../api.ts'
import { useToasts } from '../../ui/toasts.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { heardServerTime } from '../../workshop/server-clock.ts'

/** The meeting of an answer; what time it is at the server is heard on the way. */
export async function timed(ask: () => Promise<{ meeting: MeetingView; now: string }>): Promise<MeetingView> {
  const askedAt = performance.now()
  const { meeting, now } = await ask()
  heardServerTime(Date.parse(now), askedAt)
  return meeting
}

/** Puts an answer in the place of the room's meeting, unless a push brought a later one meanwhile. */
export function useAdopting(): (meeting: MeetingView) => void {
  const { current } = useWorkshop()
  return (next) => {
    const shown = current.data.value
    if (shown?.meeting?.id === next.id && shown.meeting.version > next.version) return
    if (next.state === 'open') current.adopt({ meeting: next, next: null })
    else void current.reload()
  }
}

/**
 * Leads through the agenda. A command names the version it was given for; where somebody else was faster, nothing is
 * done, it is said, and the meeting is read again. One command at a time.
 */
export function useDirecting() {
  const { room, current, meeting } = useWorkshop()
  const toasts = useToasts()
  const errorText = useErrorText()
  const adopt = useAdopting()
  const busy = ref<MeetingCommand | null>(null)

  /** True where it was done. */
  async function direct(
    command: MeetingCommand,
    given: { stepId?: string; seconds?: number } = {},
    of: MeetingView | null = meeting.value,
  ): Promise<boolean> {
    if (!of || busy.value) return false
    busy.value = command
    try {
      const params = { roomId: room.value.id, meetingId: of.id }
      adopt(await timed(() => call(directMeeting, { params, body: { command, version: of.version, ...given } })))
      return true
    } catch (error) {
      const wasFaster = error instanceof ApiError && error.code === 'somebody_was_faster'
      if (wasFaster) toasts.say(errorText(error))
      else toasts.fail(errorText(error))
      void current.reload()
      return false
    } finally {
      busy.value = null
    }
  }

  return { busy, direct }
}
