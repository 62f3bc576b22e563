import { nextTick, ref, shallowRef } from 'vue'
import { ApiError, errorText } from '../api.ts'
import { type MessageKey, useT } from '../i18n/index.ts'

/**
 * Busy state and errors of one form. `submit` runs `send`; an ApiError's fields go beside their inputs (`problem`),
 * everything else into `failure`. The first wrong field gets the focus, so nobody has to look for it.
 */
export function useForm(send: () => Promise<void>) {
  const t = useT()
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  async function submit(event?: Event): Promise<void> {
    if (busy.value) return
    const form = event?.currentTarget instanceof HTMLFormElement ? event.currentTarget : null
    busy.value = true
    error.value = null
    try {
      await send()
    } catch (caught) {
      error.value = caught
      if (!(caught instanceof ApiError)) throw caught
      await nextTick()
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    } finally {
      busy.value = false
    }
  }

  /** Text of the problem with a field, by its path in the body ("name", "organisation.add.name"), or "". */
  function problem(path: string): string {
    if (!(error.value instanceof ApiError)) return ''
    const field = error.value.fields.find((candidate) => candidate.path === path)
    return field ? problemText(t, field.problem) : ''
  }

  /** Text for the whole form: nothing where every problem stands beside its field. */
  function failure(shownPaths: readonly string[] = []): string {
    if (!error.value) return ''
    const fields = error.value instanceof ApiError ? error.value.fields : []
    if (fields.length && fields.every(({ path }) => shownPaths.includes(path))) return ''
    return errorText(t, error.value)
  }

  return { busy, error, submit, problem, failure }
}

/** A problem that the catalogue has no text for is said in general. */
function problemText(t: ReturnType<typeof useT>, problem: string): string {
  const key = `invalid.${problem}` as MessageKey
  const text = t(key)
  return text === key ? t('invalid.other') : text
}
