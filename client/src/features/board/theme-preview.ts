import { themeSize, themeSlot } from '@meydan/shared/documents/board/layout'
import type { Point, Size } from '@meydan/shared/documents/board/records'
import type { BoardContext } from './board-context.ts'

/** What a theme would be with the notes that are held over it: its size, and how far each note in it makes room. */
export type ThemePreview = { size: Size; shifts: ReadonlyMap<string, Point>; gaps: readonly Point[] }

const previews = new WeakMap<object, { members: readonly unknown[]; preview: ThemePreview }>()

/** The same for all who ask while the target is the same. Null: nothing is held over this theme. */
export function previewOf(context: BoardContext, theme: string): ThemePreview | null {
  const target = context.target.value
  if (target?.type !== 'theme' || target.id !== theme) return null
  const members = context.data.membersOf(theme)
  const known = previews.get(target)
  if (known?.members === members) return known.preview
  const carried = context.carry.value?.ids ?? new Set<string>()
  const preview = previewWith(
    members.map(({ id }) => id),
    carried,
    target.index,
  )
  previews.set(target, { members, preview })
  return preview
}

/** `index`: before which of the staying notes the carried ones come to stand. */
export function previewWith(members: readonly string[], carried: ReadonlySet<string>, index: number): ThemePreview {
  const staying = members.filter((id) => !carried.has(id))
  const count = staying.length + carried.size
  const shifts = new Map<string, Point>()
  staying.forEach((id, place) => {
    const from = themeSlot(members.indexOf(id), members.length)
    const to = themeSlot(place < index ? place : place + carried.size, count)
    if (from.x !== to.x || from.y !== to.y) shifts.set(id, { x: to.x - from.x, y: to.y - from.y })
  })
  const gaps = Array.from({ length: carried.size }, (_, each) => themeSlot(index + each, count))
  return { size: themeSize(count), shifts, gaps }
}
