import type { Point } from '@meydan/shared/documents/board/records'
import { useEventListener } from '@vueuse/core'
import type { BoardContext } from './board-context.ts'
import { nudge, settleNudge } from './carry.ts'
import { addFrameNearby, resizeSelectedFrames } from './frame-acts.ts'
import {
  addNoteNearby,
  copySelection,
  duplicateSelection,
  pasteText,
  recolourNext,
  redo,
  removeSelection,
  undo,
} from './note-acts.ts'
import { zoomStep } from './viewport.ts'

const NUDGE = 10
const NUDGE_FAR = 50
const arrows: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/**
 * The board's keys. They work while focus is on the board or nowhere in particular; single letters never while
 * something is being written, and Enter, space and arrows belong to a focused button or field before they are ours.
 * Arrows move the selection where there is one, else the focus from note to note.
 */
export function useKeyboard(context: BoardContext, pointer: { cancel(): boolean }): void {
  const { selection, viewport, canWrite } = context

  function down(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || !isOurs(context, event.target)) return
    const act = event.ctrlKey || event.metaKey ? commandOf(context, event) : plainOf(context, event, pointer)
    if (!act) return
    event.preventDefault()
    if (!(event.key in arrows)) settleNudge(context)
    act()
  }

  function up(event: KeyboardEvent): void {
    if (event.key !== ' ' || !context.grasping.value) return
    context.grasping.value = false
    const id = itemOf(event.target)
    if (id && !panned) selection.toggle(id)
  }

  let panned = false
  useEventListener(window, 'keydown', (event) => {
    if (event.key === ' ' && !event.repeat) panned = false
    down(event)
  })
  useEventListener(window, 'keyup', up)
  useEventListener(context.surface, 'pointerdown', () => {
    panned = true
  })
  useEventListener(window, 'blur', () => {
    context.grasping.value = false
  })
  useEventListener(document, 'paste', (event: ClipboardEvent) => {
    if (!isOurs(context, event.target) || !canWrite.value) return
    event.preventDefault()
    pasteText(context, event.clipboardData?.getData('text/plain') ?? '')
  })
  useEventListener(document, 'copy', (event: ClipboardEvent) => {
    if (!isOurs(context, event.target) || selection.notes.value.length === 0) return
    if (!window.getSelection()?.isCollapsed) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', copySelection(context))
  })
  useEventListener(context.surface, 'focusin', (event: FocusEvent) => {
    const id = itemOf(event.target)
    if (!id) return
    selection.standing.value = id
    const rect = context.data.rectOf(id)
    if (rect && event.target instanceof Element && event.target.matches(':focus-visible')) viewport.reveal(rect)
  })
}

/** Keys are ours on the board and on the bare page, never in a field, a dialog or another part of the room. */
function isOurs(context: BoardContext, target: EventTarget | null): boolean {
  if (!(target instanceof Element) || document.querySelector('[role="dialog"], [role="menu"]')) return false
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return false
  return target === document.body || context.surface.value?.closest('[data-board]')?.contains(target) === true
}

function itemOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-item]')?.dataset['item'] ?? null) : null
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && itemOf(target) === null && target.closest('button, a') !== null
}

function commandOf(context: BoardContext, event: KeyboardEvent): (() => void) | null {
  const { viewport, selection, data } = context
  switch (event.key.toLowerCase()) {
    case 'z':
      return () => (event.shiftKey ? redo(context) : undo(context))
    case 'y':
      return () => redo(context)
    case 'a':
      return () => selection.select(data.items.keys())
    case 'd':
      return () => duplicateSelection(context)
    case '+':
    case '=':
      return () => viewport.zoomTo(zoomStep(viewport.now().zoom, 1))
    case '-':
      return () => viewport.zoomTo(zoomStep(viewport.now().zoom, -1))
    case '0':
      return () => viewport.zoomTo(1)
    default:
      return null
  }
}

function plainOf(context: BoardContext, event: KeyboardEvent, pointer: { cancel(): boolean }): (() => void) | null {
  const direction = arrows[event.key]
  if (direction) return isButton(event.target) ? null : arrowOf(context, event, direction)
  if (event.code === 'Digit1' && event.shiftKey) return () => context.viewport.fit(context.data.allRects())
  if (event.altKey) return null
  if (isButton(event.target) && (event.key === ' ' || event.key === 'Enter')) return null
  return letterOf(context, event) ?? itemKeyOf(context, event, pointer)
}

function arrowOf(context: BoardContext, event: KeyboardEvent, by: Point): (() => void) | null {
  const { selection, canWrite } = context
  const far = event.shiftKey ? NUDGE_FAR : NUDGE
  if (event.altKey && event.shiftKey)
    return () => resizeSelectedFrames(context, { x: by.x * NUDGE_FAR, y: by.y * NUDGE_FAR })
  if (event.altKey || selection.ids.value.size === 0 || !canWrite.value) return () => step(context, by.x + by.y)
  return () => nudge(context, { x: by.x * far, y: by.y * far })
}

function letterOf(context: BoardContext, event: KeyboardEvent): (() => void) | null {
  const { tool, canWrite, viewport } = context
  switch (event.key.toLowerCase()) {
    case 'n':
      return canWrite.value ? () => addNoteNearby(context) : null
    case 'f':
      return canWrite.value ? () => addFrameNearby(context) : null
    case 'c':
      return canWrite.value ? () => recolourNext(context) : null
    case 'v':
      return () => {
        tool.value = 'select'
      }
    case 'h':
      return () => {
        tool.value = tool.value === 'hand' ? 'select' : 'hand'
      }
    case '+':
      return () => viewport.zoomTo(zoomStep(viewport.now().zoom, 1))
    case '-':
      return () => viewport.zoomTo(zoomStep(viewport.now().zoom, -1))
    case '[':
      return () => step(context, -1)
    case ']':
      return () => step(context, 1)
    case '?':
      return () => {
        context.panel.value = 'shortcuts'
      }
    default:
      return null
  }
}

function itemKeyOf(context: BoardContext, event: KeyboardEvent, pointer: { cancel(): boolean }): (() => void) | null {
  const { selection, canWrite, data } = context
  const id = itemOf(event.target)
  switch (event.key) {
    case 'Enter':
    case 'F2':
      return id && canWrite.value ? () => selection.edit(id) : null
    case 'Delete':
    case 'Backspace':
      if (id && selection.ids.value.size === 0) selection.select([id])
      return () => removeSelection(context)
    case 'Escape':
      return () => escape(context, pointer)
    case ' ':
      return () => {
        context.grasping.value = true
      }
    case 'Home':
      return () => goTo(context, data.order.value[0])
    case 'End':
      return () => goTo(context, data.order.value.at(-1))
    default:
      return null
  }
}

/** Lets go of the innermost thing first: a gesture, a tool, the selection. */
function escape(context: BoardContext, pointer: { cancel(): boolean }): void {
  if (pointer.cancel()) return
  if (context.tool.value !== 'select') context.tool.value = 'select'
  else context.selection.clear()
}

function step(context: BoardContext, by: number): void {
  const { order } = context.data
  const at = order.value.indexOf(context.selection.standing.value ?? '')
  const onItem = itemOf(document.activeElement) !== null
  goTo(context, onItem ? order.value[at + by] : order.value[Math.max(0, at)])
}

function goTo(context: BoardContext, id: string | undefined): void {
  if (!id) return
  if (context.selection.ids.value.size > 0) context.selection.clear()
  context.focus(id)
  const rect = context.data.rectOf(id)
  if (rect) context.viewport.reveal(rect)
}
