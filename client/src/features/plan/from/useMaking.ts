import {
  addActions,
  addPlan,
  type PlanOrganisation,
  readOrganisations,
  removeActions,
} from '@meydan/shared/contracts/plans'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { ApiError, call, useErrorText } from '../../../api.ts'
import { useT } from '../../../i18n/index.ts'
import { useToasts } from '../../../ui/toasts.ts'
import { useForm } from '../../../ui/useForm.ts'
import type { AskedAction } from '../../../workshop/asked-actions.ts'
import { useWorkshop } from '../../../workshop/context.ts'
import { type Row, rowOfAll, rowOfEach } from './rows.ts'

/** The plan that actions were added to last, in each room, until the page is left. */
const lastPlan = new Map<string, string>()

type Made = { roomId: string; documentId: string; title: string; actionIds: string[] }

/** Actions on their way from what was chosen into a plan. `done` is called once they are there. */
export function useMaking(asked: readonly AskedAction[], done: () => void) {
  const t = useT()
  const { room, may, reloadRoom } = useWorkshop()
  const roomId = room.value.id
  const mode = ref<'each' | 'all'>('each')
  const rows = reactive(rowOfEach(asked)) as Row[]
  const together = ref(rowOfAll(asked.filter(({ chosen = true }) => chosen)))
  const common = reactive({ responsible: '', due: '' })
  const plans = computed(() =>
    room.value.documents.filter(({ kind }) => kind === 'plan').map(({ id, title }) => ({ value: id, label: title })),
  )
  const planId = ref(lastPlan.get(roomId) ?? plans.value[0]?.value ?? '')
  const planTitle = ref(t('plan.from.newPlan'))
  const isFirstPlan = computed(() => plans.value.length === 0 && planId.value === '')
  const tellMade = useMade()

  // What is said for all is said for those for whom nothing else was.
  for (const field of ['responsible', 'due'] as const) {
    watch(
      () => common[field],
      (now, before) => {
        for (const row of rows) if (row[field] === before) row[field] = now
      },
    )
  }
  // Somebody else made the room's first plan meanwhile.
  watch(plans, ([first]) => {
    if (planId.value === '' && first) planId.value = first.value
  })

  const sent = computed((): Row[] => {
    const chosen = rows.filter((row) => row.chosen)
    if (mode.value === 'each' || chosen.length === 0) return chosen
    const { title, text: _, responsible, due } = together.value
    const all = rowOfAll(asked.filter((_one, index) => rows[index]!.chosen))
    return [{ ...all, title, responsible, due }]
  })

  const isChecked = ref(false)
  const form = useForm(async () => {
    isChecked.value = true
    if (sent.value.some(({ title }) => title.trim() === '')) return
    const actions = sent.value.map(asAction)
    if (isFirstPlan.value) {
      const { document } = await call(addPlan, { params: { roomId }, body: { title: planTitle.value } })
      // Whatever happens next: a second try must not make a second plan.
      planId.value = document.id
      void reloadRoom()
    }
    const documentId = planId.value
    const { actionIds } = await call(addActions, { params: { roomId, documentId }, body: { actions } })
    const chosen = asked.filter((_one, index) => rows[index]!.chosen)
    for (const [index, one] of chosen.entries()) {
      one.made?.({ plan: documentId, action: actionIds[Math.min(index, actionIds.length - 1)]! })
    }
    lastPlan.set(roomId, documentId)
    const title = plans.value.find(({ value }) => value === documentId)?.label ?? planTitle.value.trim()
    done()
    tellMade({ roomId, documentId, title, actionIds })
  })

  function errorsOf(row: Row): { title: string; responsible: string; due: string } {
    const index = sent.value.findIndex((one) => one === row || (mode.value === 'all' && row === together.value))
    const isBlank = isChecked.value && row.chosen && row.title.trim() === ''
    const problem = (field: string) => (index < 0 ? '' : form.problem(`actions.${index}.${field}`))
    return {
      title: isBlank ? t('plan.from.titleMissing') : problem('title'),
      responsible: problem('responsible'),
      due: problem('due'),
    }
  }

  const failed = computed(() => {
    const fields = form.error.value instanceof ApiError ? form.error.value.fields : []
    const general = fields.find(({ path }) => path === 'actions' || path.includes('.sources.'))
    if (general) return form.problem(general.path)
    return form.failure(
      fields.map(({ path }) => path).filter((path) => /\.(title|responsible|due)$|^title$/.test(path)),
    )
  })

  return {
    asked,
    mode,
    rows,
    together,
    common,
    plans,
    planId,
    planTitle,
    isFirstPlan,
    /** Whether there is a plan, or I may make one. */
    mayMake: computed(() => plans.value.length > 0 || may('room.edit')),
    organisations: useChoices(roomId),
    count: computed(() => sent.value.length),
    busy: form.busy,
    submit: form.submit,
    failed,
    planError: computed(() => form.problem('title')),
    errorsOf,
  }
}

function asAction({ chosen: _, title, text, responsible, due, fields, locality, sources }: Row) {
  return {
    title: title.trim(),
    description: text,
    responsible: responsible || null,
    due: due || null,
    fields: [...fields],
    locality,
    sources: [...sources],
  }
}

/** The programme's organisations to choose from, those that are here first, and nobody. */
function useChoices(roomId: string) {
  const t = useT()
  const toasts = useToasts()
  const errorText = useErrorText()
  const known = shallowRef<readonly PlanOrganisation[]>([])
  void call(readOrganisations, { params: { roomId } })
    .then(({ organisations }) => {
      known.value = organisations.toSorted((a, b) => Number(b.isHere) - Number(a.isHere))
    })
    // An action can be made without: whoever answers for it is said in the plan.
    .catch((error) => toasts.fail(errorText(error)))
  return computed(() => [
    { value: '', label: t('plan.from.nobody') },
    ...known.value.map(({ id, name, side }) => ({
      value: id,
      label: t('plan.from.organisation', { name, side: t(`side.${side}`) }),
    })),
  ])
}

/** Says that actions were made, with the way to them and the way back. */
function useMade() {
  const t = useT()
  const router = useRouter()
  const toasts = useToasts()
  const errorText = useErrorText()
  return ({ roomId, documentId, title, actionIds }: Made) => {
    const undo = async () => {
      try {
        await call(removeActions, { params: { roomId, documentId }, body: { actionIds } })
        toasts.say(t('plan.from.undone', { count: actionIds.length }))
      } catch (error) {
        toasts.fail(errorText(error))
      }
    }
    toasts.say(
      t('plan.from.made', { count: actionIds.length, plan: title }),
      { label: t('plan.from.open'), run: () => void router.push(`/rooms/${roomId}/plans/${documentId}`) },
      { label: t('common.undo'), run: () => void undo() },
    )
  }
}
