import type { EditorView } from '@tiptap/pm/view'

/** Brings a part of a text to the middle of what is seen of it, unless it is seen already. */
export function showRange(view: EditorView, { from }: { from: number }): void {
  const scroller = view.dom.closest<HTMLElement>('[data-minutes-scroll]')
  if (!scroller) return
  const [line, seen] = [view.coordsAtPos(from), scroller.getBoundingClientRect()]
  if (line.top >= seen.top && line.bottom <= seen.bottom) return
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden
  const top = scroller.scrollTop + (line.top + line.bottom) / 2 - (seen.top + seen.bottom) / 2
  scroller.scrollTo({ top, behavior: isStill ? 'instant' : 'smooth' })
}

/** Puts the keyboard into a text as it is scrolled, also where it can only be read. */
export function focusText(view: EditorView): void {
  view.focus()
  if (!view.hasFocus()) view.dom.focus({ preventScroll: true })
}
