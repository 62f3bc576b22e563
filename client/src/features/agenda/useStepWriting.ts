import {
  addStep,
  deleteStep,
  editStep,
  type MeetingView,
  type StepDraft,
  type StepView,
} from '@meydan/shared/contracts/meetings'
import { type ComputedRef, ref } from 'vue'
import { call, useErrorText } from '../../api.ts'
import { useT } from '../../i18n/index.ts'
import { useToasts } from '../../ui/toasts.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { timed } from './useDirecting.ts'

type Answer = { meeting: MeetingView; now: string }
type Given = { adopt: (meeting: MeetingView) => void; reload: () => void }

/** A step as it can be written again: for a copy, and to bring back one that was deleted. */
function draftOf({ mode, title, instruction, minutes, settings }: StepView): StepDraft {
  return { mode, title, instruction, minutes, settings }
}

/** Adds, moves, copies and deletes the steps of the meeting that is looked at; one act at a time. */
export function useStepWriting(shown: ComputedRef<MeetingView | null>, given: Given) {
  const { room } = useWorkshop()
  const toasts = useToasts()
  const errorText = useErrorText()
  const t = useT()
  const busy = ref(false)

  /** True where it was done; what failed is said, and nothing is changed. */
  async function change(ask: (params: { roomId: string; meetingId: string }) => Promise<Answer>): Promise<boolean> {
    const meetingId = shown.value?.id
    if (!meetingId || busy.value) return false
    busy.value = true
    try {
      given.adopt(await timed(() => ask({ roomId: room.value.id, meetingId })))
      return true
    } catch (error) {
      toasts.fail(errorText(error))
      given.reload()
      return false
    } finally {
      busy.value = false
    }
  }

  const add = (draft: StepDraft, before: string | null) =>
    change((params) => call(addStep, { params, body: { ...draft, before } }))

  /** Moves a step by one place. */
  function move(step: StepView, by: -1 | 1): Promise<boolean> {
    const steps = shown.value?.steps ?? []
    const index = steps.findIndex(({ id }) => id === step.id)
    const before = by === -1 ? steps[index - 1] : steps[index + 2]
    return change((params) =>
      call(editStep, { params: { ...params, stepId: step.id }, body: { before: before?.id ?? null } }),
    )
  }

  function idAfter(step: StepView): string | null {
    const steps = shown.value?.steps ?? []
    return steps[steps.findIndex(({ id }) => id === step.id) + 1]?.id ?? null
  }

  const duplicate = (step: StepView) => add(draftOf(step), idAfter(step))

  async function remove(step: StepView): Promise<void> {
    const before = idAfter(step)
    const removed = await change((params) => call(deleteStep, { params: { ...params, stepId: step.id } }))
    if (!removed) return
    toasts.say(t('agenda.stepDeleted'), { label: t('common.undo'), run: () => void add(draftOf(step), before) })
  }

  return { busy, add, move, duplicate, remove }
}
