import {
  endsOfPassage,
  type PassageEnds,
  type PassagePlace,
  placesOfPassage,
  wordsOfPassage,
} from '@meydan/shared/documents/minutes/passage'
import type { EditorState } from '@tiptap/pm/state'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** What is selected, as a passage; null where it is none: nothing, more than one line, or no words. */
export function selectedPassage(state: EditorState): (PassageEnds & { words: string }) | null {
  const sync = ySyncPluginKey.getState(state)
  const { $from, $to, empty } = state.selection
  if (!sync?.binding || empty || !$from.sameParent($to) || !$from.parent.isTextblock) return null
  const placeAt = (at: number): PassagePlace | null => {
    const relative = absolutePositionToRelativePosition(at, sync.type, sync.binding.mapping)
    const place = Y.createAbsolutePositionFromRelativePosition(relative, sync.doc, false)
    return place?.type instanceof Y.XmlText ? { text: place.type, index: place.index } : null
  }
  const [from, to] = [placeAt($from.pos), placeAt($to.pos)]
  if (!from || !to) return null
  const ends = endsOfPassage(from, to)
  const words = wordsOfPassage(sync.type, ends)
  return words?.trim() ? { ...ends, words } : null
}

/** Where a passage stands in the editor, also once its deletion was taken back here; null where nothing is left of it. */
export function rangeOf(state: EditorState, ends: PassageEnds): { from: number; to: number } | null {
  const sync = ySyncPluginKey.getState(state)
  if (!sync?.binding) return null
  const places = placesOfPassage(sync.type, ends, { revived: true })
  if (!places || places === 'gone') return null
  const at = ({ text, index }: PassagePlace) => {
    const relative = Y.createRelativePositionFromTypeIndex(text, index)
    return relativePositionToAbsolutePosition(sync.doc, sync.type, relative, sync.binding.mapping)
  }
  const [from, to] = [at(places.first), at(places.last)]
  const end = state.doc.content.size
  return from !== null && to !== null && from < to && to <= end ? { from, to } : null
}
