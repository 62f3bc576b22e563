import { listVersions, restoreVersion } from '@meydan/shared/contracts/history'
import { computed, shallowRef } from 'vue'
import { call, useErrorText } from '../../../api.ts'
import { useSyncStatus } from '../../../documents/sync-status.ts'
import { useT } from '../../../i18n/index.ts'
import { useToasts } from '../../../ui/toasts.ts'
import type { MinutesContext } from '../minutes-context.ts'

/** Bringing a version back, and who may now; `done` is told after each. */
export function useRestoring({ room, documentId, canWrite }: MinutesContext, done: () => void) {
  const of = { roomId: room.value.id, documentId }
  const t = useT()
  const toasts = useToasts()
  const errorText = useErrorText()
  const status = useSyncStatus()
  const busy = shallowRef(false)
  const failure = shallowRef('')
  const isOffline = computed(() => status.value?.state === 'offline')
  const mayAsARule = computed(() => room.value.may.includes('history.restore'))
  const mayNow = computed(() => canWrite.value && !isOffline.value && !status.value?.quarantined)

  /** What the server kept before this restore: the way back. */
  async function keptBefore(): Promise<string | undefined> {
    const { versions } = await call(listVersions, { params: of })
    const mine = room.value.mySeat.id
    return versions.find(({ reason, seatId }) => reason === 'before_restore' && seatId === mine)?.id
  }

  async function undo(versionId: string): Promise<void> {
    try {
      await call(restoreVersion, { params: { ...of, versionId } })
      toasts.say(t('minutes.history.undone'))
      done()
    } catch (error) {
      toasts.fail(errorText(error))
    }
  }

  return {
    busy,
    failure,
    isOffline,
    mayRestore: computed(() => mayAsARule.value && mayNow.value),
    /** Who may as a rule, and can't now. */
    isHeldBack: computed(() => mayAsARule.value && !mayNow.value && !isOffline.value),

    /** True when the text is as it was then. */
    async restore(versionId: string): Promise<boolean> {
      busy.value = true
      failure.value = ''
      try {
        const { changed } = await call(restoreVersion, { params: { ...of, versionId } })
        const before = changed ? await keptBefore().catch(() => undefined) : undefined
        const way = before ? { label: t('common.undo'), run: () => void undo(before) } : undefined
        toasts.say(t(changed ? 'minutes.history.restored' : 'minutes.history.sameAlready'), way)
        done()
        return true
      } catch (error) {
        failure.value = errorText(error)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
