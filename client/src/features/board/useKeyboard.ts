import type { Point } from '@meydan/shared/documents/board/records'
import { useEventListener } from '@vueuse/core'
import type { BoardContext } from './board-context.ts'
import { nudge, settleNudge } from './carry.ts'
import { addFrameNearby, resizeSelection } from './frame-acts.ts'
import { addNoteNearby, duplicateSelection, recolourNext, redo, removeSelection, undo } from './note-acts.ts'
import { pileSelection, toggleLock } from './arrange-acts.ts'
import { copy, cut, paste } from './clipboard.ts'
import { openMenuAt, openMenuAtFocus } from './context-menu.ts'
import { selectAll, selectAllInFrame, zoomToSelection } from './select-acts.ts'
import { openStampPicker } from './stamps/open-picker.ts'
import { clusterSelection, ungroupSelection } from './theme-acts.ts'
import { drawingKeyOf } from './tool-choices.ts'
import { addPictures, picturesIn } from './pictures/add-pictures.ts'
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
    if (event.ctrlKey || event.metaKey) takeFocused(context, event)
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
    const pictures = picturesIn(event.clipboardData)
    if (pictures.length > 0) void addPictures(context, pictures, context.pointer.value)
    else paste(context, event.clipboardData, context.pointer.value)
  })
  useEventListener(document, 'copy', (event: ClipboardEvent) => {
    if (isOurs(context, event.target) && isNoTextMarked() && copy(context, event.clipboardData)) event.preventDefault()
  })
  useEventListener(document, 'cut', (event: ClipboardEvent) => {
    if (isOurs(context, event.target) && isNoTextMarked() && cut(context, event.clipboardData)) event.preventDefault()
  })
  useEventListener(context.surface, 'contextmenu', (event: MouseEvent) => {
    if (isField(event.target)) return
    event.preventDefault()
    openMenuAt(context, event)
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
  if (isField(target)) return false
  return target === document.body || context.surface.value?.closest('[data-board]')?.contains(target) === true
}

/** Copying, duplicating and the like are about the object the keyboard stands on, where nothing is selected. */
function takeFocused({ selection }: BoardContext, event: KeyboardEvent): void {
  const id = itemOf(event.target)
  if (id && selection.ids.value.size === 0 && 'cdxl[]'.includes(event.key.toLowerCase())) selection.select([id])
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null
}

function isNoTextMarked(): boolean {
  return window.getSelection()?.isCollapsed !== false
}

function itemOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-item]')?.dataset['item'] ?? null) : null
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && itemOf(target) === null && target.closest('button, a') !== null
}

function commandOf(context: BoardContext, event: KeyboardEvent): (() => void) | null {
  const { viewport } = context
  switch (event.key.toLowerCase()) {
    case 'z':
      return () => (event.shiftKey ? redo(context) : undo(context))
    case 'y':
      return () => redo(context)
    case 'a':
      return () => (event.shiftKey ? selectAllInFrame(context) : selectAll(context))
    case 'd':
      return () => duplicateSelection(context)
    case 'g':
      return () => (event.shiftKey ? ungroupSelection(context) : clusterSelection(context))
    case 'f':
      return () => {
        if (event.shiftKey) context.filter.open.value = true
        else context.panel.value = 'find'
      }
    case ']':
      return () => pileSelection(context, 'above')
    case '[':
      return () => pileSelection(context, 'below')
    case 'l':
      return event.shiftKey && context.mayLock.value ? () => toggleLock(context) : null
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
  if (event.code === 'Digit2' && event.shiftKey) return () => zoomToSelection(context)
  if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return () => openMenuAtFocus(context)
  if (event.altKey) return null
  if (isButton(event.target) && (event.key === ' ' || event.key === 'Enter')) return null
  return (context.singleKeys.value ? letterOf(context, event) : null) ?? itemKeyOf(context, event, pointer)
}

function arrowOf(context: BoardContext, event: KeyboardEvent, by: Point): (() => void) | null {
  const { selection, canWrite } = context
  const far = event.shiftKey ? NUDGE_FAR : NUDGE
  if (event.altKey && event.shiftKey)
    return () => resizeSelection(context, { x: by.x * NUDGE_FAR, y: by.y * NUDGE_FAR })
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
    case 'g':
      return canWrite.value ? () => clusterSelection(context) : null
    case 'r':
      return openStampPicker
    case 'i':
      return () => {
        context.panel.value = 'details'
      }
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
      return drawingKeyOf(context, event.key.toLowerCase())
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
