import type { ItemKind } from '@meydan/shared/documents/board/records'
import { distance } from '@meydan/shared/documents/board/geometry'
import { addNoteAt } from '../note-acts.ts'
import { dragging } from './drag.ts'
import { type Hit, type Interaction, MOUSE_SLACK, type Start, TOUCH_SLACK } from './interaction.ts'
import { marqueeing } from './marquee.ts'
import { panning } from './pan.ts'

const LONG_PRESS_MS = 380

const nothing: Interaction = { move: () => undefined, complete: () => undefined, cancel: () => undefined }

const wordy = new Set<ItemKind>(['note', 'theme', 'shape', 'connector'])

/** Where a second press begins to write: what has words, not the edges of frames. */
export function takesWords(hit: Hit): boolean {
  return (hit.kind === 'item' && wordy.has(hit.type)) || (hit.kind === 'frame' && hit.title)
}

/** A mouse or pen pressed on an item: a click selects, a movement carries, with what else was selected. */
export function pressingItem({ context, from }: Start, id: string, twice: boolean): Interaction {
  const { selection } = context
  const adds = from.event.shiftKey || from.event.ctrlKey || from.event.metaKey
  const already = selection.ids.value.has(id)
  if (adds) selection.toggle(id)
  else if (!already) selection.select([id])
  context.focus(id)
  return {
    move(at) {
      if (distance(at.screen, from.screen) < MOUSE_SLACK) return undefined
      return context.canWrite.value && selection.ids.value.has(id) ? dragging(context, from) : nothing
    },
    complete() {
      if (adds) return
      selection.select([id])
      if (twice && context.canWrite.value) selection.edit(id)
    },
    cancel: () => undefined,
  }
}

/** A mouse pressed on the empty board: a movement draws a marquee, a click lets go, a second one makes a note. */
export function pressingEmpty({ context, from }: Start, twice: boolean): Interaction {
  return {
    move: (at) => (distance(at.screen, from.screen) < MOUSE_SLACK ? undefined : marqueeing(context, from)),
    complete(at) {
      if (!from.event.shiftKey) context.selection.clear()
      context.surface.value?.focus({ preventScroll: true })
      if (twice) addNoteAt(context, at.board)
    },
    cancel: () => undefined,
  }
}

/**
 * One finger: moving pans, unless it began on what is selected; a tap selects, a tap on the selected note or a
 * double tap writes; holding lifts the note.
 */
export function touching({ context, from, hit }: Start, twice: boolean): Interaction {
  const { selection } = context
  const id = hit.kind === 'item' || hit.kind === 'frame' ? hit.id : null
  const already = id !== null && selection.ids.value.has(id)
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)
  return {
    enter(become) {
      if (!id || !context.canWrite.value) return
      timer = setTimeout(() => {
        if (!selection.ids.value.has(id)) selection.select([id])
        navigator.vibrate?.(12)
        become(dragging(context, from))
      }, LONG_PRESS_MS)
    },
    move(at) {
      if (distance(at.screen, from.screen) < TOUCH_SLACK) return undefined
      stop()
      return already && context.canWrite.value ? dragging(context, from) : panning(context, at)
    },
    complete(at) {
      stop()
      if (id) {
        selection.select([id])
        if (already && context.canWrite.value && takesWords(hit)) selection.edit(id)
        else context.focus(id)
        return
      }
      selection.clear()
      if (twice) addNoteAt(context, at.board)
    },
    cancel: stop,
  }
}

/** The note tool: the note comes where the pointer is let go. */
export function placingNote({ context }: Start): Interaction {
  return {
    move: () => undefined,
    complete(at) {
      context.tool.value = 'select'
      addNoteAt(context, at.board)
    },
    cancel: () => undefined,
  }
}
