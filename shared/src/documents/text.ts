import type * as Y from 'yjs'

/**
 * Turns a text field's new value into the smallest single edit of its `Y.Text`, so that two people typing in one
 * note keep both their words. Surrogate pairs are never cut apart: half an emoji would not be valid UTF-8.
 */
export function writeText(text: Y.Text, value: string): void {
  const { start, removed, inserted } = editBetween(text.toString(), value)
  if (removed > 0) text.delete(start, removed)
  if (inserted) text.insert(start, inserted)
}

/** One replacement: `removed` UTF-16 units at `start` give way to `inserted`. */
export type TextEdit = { start: number; removed: number; inserted: string }

/** The smallest single edit that turns one text into another. */
export function editBetween(before: string, after: string): TextEdit {
  let start = 0
  const shorter = Math.min(before.length, after.length)
  while (start < shorter && before[start] === after[start]) start++
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end--
  return { start, removed: before.length - start - end, inserted: after.slice(start, after.length - end) }
}

/** Where a caret stands after an edit by someone else: it stays between the same two characters. */
export function caretAfter(caret: number, edit: TextEdit): number {
  if (caret <= edit.start) return caret
  if (caret >= edit.start + edit.removed) return caret + edit.inserted.length - edit.removed
  return edit.start + edit.inserted.length
}

/**
 * Both edits of one text that two people made apart: what either removed is gone, what either inserted stays. Needed
 * while an input method composes, when a field must not be rewritten under it.
 */
export function mergeEdits(base: string, mine: string, theirs: string): string {
  const own = editBetween(base, mine)
  const other = editBetween(base, theirs)
  const ownEnd = own.start + own.removed
  const otherEnd = other.start + other.removed
  if (own.start < other.start) {
    const head = base.slice(0, own.start) + own.inserted + base.slice(Math.min(ownEnd, other.start), other.start)
    return head + other.inserted + base.slice(Math.max(ownEnd, otherEnd))
  }
  const head = base.slice(0, other.start) + other.inserted + base.slice(otherEnd, Math.max(own.start, otherEnd))
  return head + own.inserted + base.slice(Math.max(ownEnd, otherEnd))
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
