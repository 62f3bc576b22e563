import { listVersions, restoreRecord, restoreVersion } from '@meydan/shared/contracts/history'
import { computed, shallowReactive, shallowRef } from 'vue'
import { call, useErrorText } from '../../../api.ts'
import { useSyncStatus } from '../../../documents/sync-status.ts'
import type { BoardContext } from '../board-context.ts'
import type { Moment } from './history-time.ts'

/** Bringing back a version, or one object; who may, and what is said of it. `done` is told after each. */
export function useRestore({ room, documentId, canWrite, toasts, t }: BoardContext, done: () => void) {
  const of = { roomId: room.value.id, documentId }
  const errorText = useErrorText()
  const status = useSyncStatus()
  const busy = shallowRef(false)
  const failure = shallowRef('')
  /** Ids of records on their way back. */
  const underWay = shallowReactive(new Set<string>())
  const isOffline = computed(() => status.value?.state === 'offline')
  const mayWrite = computed(() => canWrite.value && !isOffline.value && !status.value?.quarantined)

  /** The version that the server kept before this restore: the way back. */
  async function keptBefore(): Promise<string | undefined> {
    const { versions } = await call(listVersions, { params: of })
    const mine = room.value.mySeat.id
    return versions.find(({ reason, seatId }) => reason === 'before_restore' && seatId === mine)?.id
  }

  async function undo(versionId: string): Promise<void> {
    try {
      await call(restoreVersion, { params: { ...of, versionId } })
      toasts.say(t('board.history.restoreUndone'))
      done()
    } catch (error) {
      toasts.fail(errorText(error))
    }
  }

  return {
    busy,
    failure,
    underWay,
    isOffline,
    /** Who may as a rule, and can't now: the room is archived, or the document can only be read. */
    isHeldBack: computed(() => !mayWrite.value && room.value.may.includes('record.restore')),
    mayRestore: computed(() => mayWrite.value && room.value.may.includes('history.restore')),
    mayRestoreOne: computed(() => mayWrite.value && room.value.may.includes('record.restore')),

    /** True when the board is as it was then. */
    async version({ id }: Moment): Promise<boolean> {
      busy.value = true
      failure.value = ''
      try {
        const { changed } = await call(restoreVersion, { params: { ...of, versionId: id } })
        const before = changed ? await keptBefore().catch(() => undefined) : undefined
        const way = before ? { label: t('common.undo'), run: () => void undo(before) } : undefined
        toasts.say(t(changed ? 'board.history.restored' : 'board.history.sameAlready'), way)
        done()
        return true
      } catch (error) {
        failure.value = errorText(error)
        return false
      } finally {
        busy.value = false
      }
    },

    async record({ root, recordId }: { root: string; recordId: string }): Promise<void> {
      underWay.add(recordId)
      try {
        await call(restoreRecord, { params: of, body: { root, recordId } })
        toasts.say(t('board.history.oneRestored'))
        done()
      } catch (error) {
        toasts.fail(errorText(error))
      } finally {
        underWay.delete(recordId)
      }
    },
  }
}
