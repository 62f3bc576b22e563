import type { Point } from '@meydan/shared/documents/board/records'
import { atNextBeat, isCrowd } from '../../documents/beat.ts'

/** As long as from one message about a pointer to the next: it arrives when the next is there. */
const GLIDE_MS = 100

type Glide = { from: Point; to: Point; now: Point; began: number }

const gliding = new Map<HTMLElement, Glide>()
const places = new WeakMap<HTMLElement, Point>()
let isUnderWay = false

/**
 * Moves somebody's cursor to its next place. One loop moves all of them: thirty CSS transitions that begin anew fifteen
 * times a second make the browser sort its layers in every frame.
 */
export function glideTo(element: HTMLElement, to: Point): void {
  const at = gliding.get(element)?.now ?? places.get(element)
  if (!at || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    gliding.delete(element)
    return put(element, to)
  }
  gliding.set(element, { from: at, to, now: at, began: performance.now() })
  if (isUnderWay) return
  isUnderWay = true
  requestAnimationFrame(step)
}

export function stopGliding(element: HTMLElement): void {
  gliding.delete(element)
}

function step(time: number): void {
  for (const [element, glide] of gliding) {
    const part = Math.min(1, Math.max(0, (time - glide.began) / GLIDE_MS))
    const { from, to } = glide
    glide.now = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    put(element, glide.now)
    if (part === 1) gliding.delete(element)
  }
  isUnderWay = gliding.size > 0
  if (isCrowd(gliding.size)) atNextBeat(() => step(performance.now()))
  else if (isUnderWay) requestAnimationFrame(step)
}

function put(element: HTMLElement, at: Point): void {
  places.set(element, at)
  element.style.transform = `translate(${at.x}px, ${at.y}px) scale(var(--unzoom))`
}
