import type * as Y from 'yjs'

/**
 * Turns a text field's new value into the smallest single edit of its `Y.Text`, so that two people typing in one
 * note keep both their words. Surrogate pairs are never cut apart: half an emoji would not be valid UTF-8.
 */
export function writeText(text: Y.Text, value: string): void {
  const before = text.toString()
  if (before === value) return
  let start = 0
  const shorter = Math.min(before.length, value.length)
  while (start < shorter && before[start] === value[start]) start++
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === value[value.length - 1 - end]) end++
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end--
  const removed = before.length - start - end
  const inserted = value.slice(start, value.length - end)
  if (removed > 0) text.delete(start, removed)
  if (inserted) text.insert(start, inserted)
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
