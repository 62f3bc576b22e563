import { nextTick, onMounted, type Ref, ref, watch } from 'vue'
import { language, useT } from '../../i18n/index.ts'
import { useWorkshop } from '../../workshop/context.ts'
import { serverNow } from '../../workshop/server-clock.ts'
import { sound } from './sound.ts'
import { sentences, stepWords } from './step-words.ts'

/** What has begun so lately has begun for whoever sees it now: they were there. */
const JUST_BEGUN_MS = 10_000

export type StepNews = { said: Ref<string>; lastMinute: () => void; timeOver: () => void }

/** What a screen reader says and a loudspeaker sounds when a step begins, in its last minute, and when its time is over. */
export function useStepNews(): StepNews {
  const { step, meeting, room } = useWorkshop()
  const t = useT()
  const said = ref('')

  function began(): void {
    const now = step.value
    if (!now) {
      said.value = meeting.value ? t('agenda.stepEnded') : ''
      return
    }
    const { title, instruction } = stepWords(now, language.value, room.value.language)
    const what = sentences(title.text, instruction.text)
    said.value = t('agenda.nowSaid', { what, minutes: now.minutes })
    sound('step')
  }

  watch(() => step.value?.id, began)
  onMounted(async () => {
    const { startedAt } = step.value ?? {}
    if (!startedAt || serverNow() - Date.parse(startedAt) > JUST_BEGUN_MS) return
    await nextTick()
    began()
  })
  return {
    said,
    lastMinute: () => {
      said.value = t('agenda.lastMinute')
    },
    timeOver: () => {
      said.value = t('agenda.timeOver')
      sound('over')
    },
  }
}
