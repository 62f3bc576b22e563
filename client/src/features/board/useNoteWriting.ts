import { NOTE_TEXT_MAX } from '@meydan/shared/documents/board/records'
import { caretAfter, editBetween, mergeEdits } from '@meydan/shared/documents/text'
import { computed, onBeforeUnmount, onMounted, type ShallowRef, shallowRef, watch } from 'vue'
import type { BoardContext } from './board-context.ts'
import { addNoteBeside, addNotesFrom, discardBlank, NOTES_AT_ONCE, redo, refuseLongText, undo } from './note-acts.ts'
import { pastedLines } from '../../documents/pasted-lines.ts'

const NEARLY_FULL = NOTE_TEXT_MAX - 200

/**
 * Writing in a note: every input goes to the document at once as the smallest edit, what others write comes into
 * the field around the caret. While an input method composes, the field isn't touched. A text over the limit stays
 * in the field and is told so; the document keeps the last one that fitted.
 */
export function useNoteWriting(
  context: BoardContext,
  id: string,
  field: Readonly<ShallowRef<HTMLTextAreaElement | null>>,
) {
  const { board, data, selection, t, toasts } = context
  const length = shallowRef(board.textOf(id).length)
  /** What field and document agreed on last. */
  let base = board.textOf(id)
  let composing = false

  function fill(value: string): void {
    const element = field.value
    if (!element || element.value === value) return
    const edit = editBetween(element.value, value)
    const [start, end] = [caretAfter(element.selectionStart, edit), caretAfter(element.selectionEnd, edit)]
    element.value = value
    element.setSelectionRange(start, end)
  }

  function write(): void {
    const element = field.value
    if (!element) return
    const theirs = board.textOf(id)
    if (composing && theirs !== base) return
    const merged = mergeEdits(base, element.value, theirs)
    length.value = merged.length
    if (!board.write(id, merged)) return
    base = merged
    fill(merged)
  }

  function takeOver(theirs: string): void {
    const element = field.value
    if (!element || composing || theirs === base) return
    fill(mergeEdits(base, element.value, theirs))
    base = theirs
    length.value = element.value.length
  }

  function paste(event: ClipboardEvent): void {
    const element = field.value
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!element) return
    const kept = element.value.length - (element.selectionEnd - element.selectionStart)
    if (kept + text.length > NOTE_TEXT_MAX) {
      event.preventDefault()
      refuseLongText(context, kept + text.length)
      return
    }
    const lines = pastedLines(text)
    if (lines.length < 2 || lines.length > NOTES_AT_ONCE) return
    const before = element.value
    toasts.say(t('board.paste.inNote', { count: lines.length }), {
      label: t('board.paste.many', { count: lines.length }),
      run: () => split(before, lines),
    })
  }

  function split(before: string, lines: readonly string[]): void {
    const [first, ...rest] = lines
    board.write(id, before || first!)
    selection.editing.value = null
    selection.select([id])
    addNotesFrom(context, before ? lines : rest)
  }

  function keydown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const command = event.ctrlKey || event.metaKey
    const act = actOf(event.key.toLowerCase(), command, event.shiftKey)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  function actOf(key: string, command: boolean, shift: boolean): (() => void) | null {
    if (key === 'escape' || (key === 'enter' && command)) return leave
    if (key === 'tab' && !shift) return () => addNoteBeside(context, id)
    if (key === 'tab') return leave
    if (command && key === 'z') return () => (shift ? redo(context) : undo(context))
    if (command && key === 'y') return () => redo(context)
    return null
  }

  function leave(): void {
    selection.editing.value = null
    context.focus(id)
  }

  const stop = watch(
    () => data.items.get(id)?.text,
    (text) => text !== undefined && takeOver(text),
    { flush: 'sync' },
  )
  onMounted(() => {
    const element = field.value
    if (!element) return
    element.value = base
    element.focus({ preventScroll: true })
    element.setSelectionRange(base.length, base.length)
  })
  onBeforeUnmount(() => {
    stop()
    const left = field.value?.value ?? ''
    if (left.length > NOTE_TEXT_MAX) {
      toasts.fail(t('board.tooLong', { length: left.length, limit: NOTE_TEXT_MAX }), {
        label: t('board.copyText'),
        run: () => void navigator.clipboard.writeText(left),
      })
    }
    context.undo.manager.stopCapturing()
    discardBlank(context, id)
  })

  return {
    length,
    isTooLong: computed(() => length.value > NOTE_TEXT_MAX),
    isNearlyFull: computed(() => length.value > NEARLY_FULL),
    leave,
    on: {
      input: write,
      compositionstart: () => {
        composing = true
      },
      compositionend: () => {
        composing = false
        write()
      },
      paste,
      keydown,
    },
  }
}
