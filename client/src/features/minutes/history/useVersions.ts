import { listVersions, readVersion, type VersionView } from '@meydan/shared/contracts/history'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { minutesMigrations } from '@meydan/shared/documents/minutes/parse'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import { computed, onScopeDispose, shallowRef } from 'vue'
import * as Y from 'yjs'
import { ApiError, call } from '../../../api.ts'
import { useLoad } from '../../../ui/useLoad.ts'
import type { MinutesContext } from '../minutes-context.ts'

export type ShownVersion = { version: VersionView; blocks: RichBlock[] }

/** The versions that are kept of minutes, and the text of the chosen one: the last that was asked for. */
export function useVersions({ room, documentId }: Pick<MinutesContext, 'room' | 'documentId'>) {
  const of = { roomId: room.value.id, documentId }
  const list = useLoad(() => call(listVersions, { params: of }))
  const chosen = shallowRef<VersionView | null>(null)
  const shown = shallowRef<ShownVersion | null>(null)
  const error = shallowRef<unknown>(null)
  const kept = new Map<string, RichBlock[]>()
  let latest = 0

  async function choose(version: VersionView | null): Promise<void> {
    const mine = ++latest
    chosen.value = version
    shown.value = null
    error.value = null
    if (!version) return
    try {
      const blocks = kept.get(version.id) ?? (await textOf({ ...of, versionId: version.id }))
      kept.set(version.id, blocks)
      if (mine === latest) shown.value = { version, blocks }
    } catch (caught) {
      if (mine === latest) error.value = caught
    }
  }
  onScopeDispose(() => {
    latest += 1
  })

  return {
    list,
    versions: computed(() => list.data.value?.versions ?? []),
    nameOf: (seatId: string | null) => list.data.value?.seats.find(({ id }) => id === seatId)?.name,
    chosen,
    shown,
    error,
    choose,
  }
}

/** What a version says. Throws `unavailable` where a newer page wrote it. */
export async function textOf(params: { roomId: string; documentId: string; versionId: string }): Promise<RichBlock[]> {
  const { update } = await call(readVersion, { params })
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(
      doc,
      Uint8Array.from(atob(update), (letter) => letter.charCodeAt(0)),
    )
    if (versionOf(doc) > minutesMigrations.length + 1) throw new ApiError('unavailable')
    migrateDocument(doc, minutesMigrations)
    return new Minutes(doc).blocks()
  } finally {
    doc.destroy()
  }
}
