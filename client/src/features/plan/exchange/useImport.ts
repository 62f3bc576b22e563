import { bringIn as bringPlanIn, type PlanCopy } from '@meydan/shared/documents/plan/copy'
import { ACTIONS_MAX } from '@meydan/shared/documents/plan/records'
import { foldName } from '@meydan/shared/names'
import { computed, ref, shallowRef } from 'vue'
import { usePlanContext } from '../plan-context.ts'
import { applyImport } from './apply-import.ts'
import { type FileProblem, IMPORT_BYTES_MAX } from './read-file.ts'
import { readPlanFile, type PlanFileProblem } from './read-plan-file.ts'
import { tableLanguage } from './table-language.ts'
import { type FileFound, useFileReading } from './useFileReading.ts'
import { useTableImport } from './useTableImport.ts'

type Problem = FileProblem | PlanFileProblem | { problem: 'unreadable' | 'offline' }

/** One import, from the file to the toast. `done` closes the dialog. */
export function useImport(done: () => void) {
  const context = usePlanContext()
  const { canWrite, data, t } = context
  const table = useTableImport(context)
  const planFile = shallowRef<PlanCopy | null>(null)
  const refused = shallowRef<Problem | null>(null)
  const reason = ref('')
  const isWriting = ref(false)
  const file = useFileReading((read) => void found(read))
  let latest = 0

  function forget(): void {
    latest++
    refused.value = null
    planFile.value = null
    table.forget()
  }

  async function found(read: FileFound): Promise<void> {
    const mine = ++latest
    if ('problem' in read) {
      refused.value = read
      return
    }
    if (read.kind === 'plan') {
      const plan = readPlanFile(read.text)
      if ('copy' in plan) planFile.value = plan.copy
      else refused.value = plan
      return
    }
    const words = await tableLanguage().catch(() => null)
    if (mine !== latest) return
    if (words) table.take(read.sheet, words)
    else refused.value = { problem: 'offline' }
  }

  function take(given: File | undefined, sheet = 0): void {
    if (!given) return
    forget()
    void file.read(given, IMPORT_BYTES_MAX, sheet)
  }
  const over = computed(() => {
    const all = data.actions.size + (planFile.value?.actions.length ?? 0)
    return planFile.value && all > ACTIONS_MAX ? all : null
  })
  const known = computed(() => knownIn(context, planFile.value))
  const count = computed(() => {
    if (planFile.value) return planFile.value.actions.length
    return table.counts.value.new + table.counts.value.change
  })
  const isReady = computed(() => {
    if (!canWrite.value || table.over.value !== null || over.value !== null) return false
    return planFile.value !== null || count.value > 0
  })

  async function bringIn(): Promise<void> {
    if (isWriting.value || !isReady.value || (table.replanned.value > 0 && reason.value.trim() === '')) return
    isWriting.value = true
    // Thousands of actions take a moment without a pause: first the screen says that it has begun.
    await new Promise((resolve) => setTimeout(resolve, 50))
    isWriting.value = false
    if (!canWrite.value) return
    const rows = table.read.value
    const copy = planFile.value
    const text = t('plan.exchange.import.done', { count: count.value })
    context.step(() => {
      if (copy) bringPlanIn(context.plan, copy, known.value)
      else applyImport(context.plan, { rows, author: context.author(), reason: reason.value })
    })
    const step = context.undo.manager.undoStack.at(-1)
    done()
    context.said.value = text
    context.toasts.say(text, {
      label: t('plan.undo.label'),
      // After later acts this button would take back the wrong one.
      run: () => {
        if (context.undo.manager.undoStack.at(-1) === step && context.undo.undo()) {
          context.said.value = t('plan.undo.said')
        }
      },
    })
  }

  return {
    file,
    table,
    planFile,
    reason,
    take,
    /** Another sheet of the same file. */
    takeSheet: (index: number) => take(file.file.value ?? undefined, index),
    bringIn,
    isWriting,
    count,
    isReady,
    /** Organisations of a plan's file that nobody here is. */
    strangers: computed(() => known.value.strangers),
    saysNothing: computed(() => table.counts.value.same > 0 && table.counts.value.same === table.read.value.length),
    problem: computed(() => {
      if (over.value) return t('plan.exchange.problem.full', { count: over.value, limit: ACTIONS_MAX })
      if (refused.value) return problemText(refused.value)
      const { value: now } = table.found
      return now && !table.columns.value.includes('title') ? t('plan.exchange.problem.no_title') : ''
    }),
  }

  function problemText(given: Problem): string {
    if (given.problem === 'too_many')
      return t('plan.exchange.problem.too_many', { count: given.count, limit: ACTIONS_MAX })
    if (given.problem === 'quote_open') return t('plan.exchange.problem.quote_open', { line: given.line })
    if ('where' in given && given.problem === 'damaged')
      return t('plan.exchange.problem.changed', { where: given.where })
    if (given.problem === 'full') return t('plan.exchange.problem.too_large')
    return t(`plan.exchange.problem.${given.problem}`)
  }
}

/** Who in this room and programme a plan's file means: by id, else by the name that stands in the file. */
function knownIn(context: ReturnType<typeof usePlanContext>, copy: PlanCopy | null) {
  const named = new Map((copy?.organisations ?? []).map(({ id, name }) => [id, foldName(name)]))
  const byName = new Map(context.organisations.value.map(({ id, name }) => [foldName(name), id]))
  const organisation = (id: string) =>
    context.organisationOf(id)
      ? id
      : (byName.get(named.get(id) ?? '') ?? (copy?.document === context.documentId ? id : null))
  const asked = new Set(
    (copy?.actions ?? []).flatMap(({ responsible, supporting }) => [
      ...(responsible ? [responsible] : []),
      ...supporting,
    ]),
  )
  return {
    organisation,
    seat: (id: string) => (context.seatOf(id) ? id : null),
    strangers: [...asked].filter((id) => organisation(id) === null).length,
  }
}
