import { listVersions } from '@meydan/shared/contracts/history'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { onScopeDispose, watch } from 'vue'
import * as Y from 'yjs'
import { call } from '../../../api.ts'
import { type ChangedPlace, type ChangedPlaces, changedPlaces } from '../../../workshop/changed-places.ts'
import { textOf } from '../history/useVersions.ts'
import type { MinutesContext } from '../minutes-context.ts'
import { placesBetween } from './places-between.ts'
import { showPlace } from './shown-place.ts'

/** Lets whoever comes back be led through what changed in open minutes since. */
export function useChanges({ room, documentId, minutes, editor }: MinutesContext): void {
  /** The blocks of a place themselves: others go on writing while one is led through it. */
  const blocksOf = new WeakMap<ChangedPlace, readonly Y.XmlElement[]>()
  const elements = () => minutes.body?.toArray().filter((child) => child instanceof Y.XmlElement) ?? []

  async function since(moment: string): Promise<readonly ChangedPlace[]> {
    const then = await textBefore({ roomId: room.value.id, documentId }, moment)
    const now = elements()
    return placesBetween(then, minutes.blocks()).map(({ from, to, change, words }) => {
      const place = { change, words }
      blocksOf.set(place, now.slice(from, to + 1))
      return place
    })
  }

  function show(place: ChangedPlace): void {
    const made = editor.value
    if (!made || made.isDestroyed) return
    const now = elements()
    const at = (blocksOf.get(place) ?? []).map((block) => now.indexOf(block)).filter((index) => index >= 0)
    if (at.length > 0) showPlace(made.view, { from: Math.min(...at), to: Math.max(...at) })
  }

  const own: ChangedPlaces = { documentId, since, show }
  watch(editor, (made) => made && (changedPlaces.value = own))
  onScopeDispose(() => {
    if (changedPlaces.value === own) changedPlaces.value = null
  })
}

/** The text as the last version says that was kept before a moment; empty where none was. */
async function textBefore(at: { roomId: string; documentId: string }, moment: string): Promise<RichBlock[]> {
  const { versions } = await call(listVersions, { params: at })
  const version = versions.find(({ createdAt }) => Date.parse(createdAt) <= Date.parse(moment))
  return version ? textOf({ ...at, versionId: version.id }) : []
}
