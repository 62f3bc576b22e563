import type { ShallowRef } from 'vue'
import type { View } from './viewport.ts'

const GAP = 24
const GAP_MIN = 14
/** How far the dots may be stretched or squeezed before they are drawn anew; their layer is larger by as much. */
const STRETCH = 1.4

/**
 * The dots of the paper: drawn on a layer of their own that is larger than the surface, and then only shifted and scaled.
 * Painted as the surface's background they'd cost more than everything on it, in every frame of a pan.
 */
export function dotsOn(surface: ShallowRef<HTMLElement | null>) {
  let drawn = 0

  function layer(): HTMLElement | null {
    return surface.value?.querySelector<HTMLElement>('[data-dots]') ?? null
  }

  function place(dots: HTMLElement, { x, y }: View, scale: number): void {
    const gap = drawn * scale
    dots.style.transform = `translate(${(x % gap) - gap}px, ${(y % gap) - gap}px) scale(${scale})`
  }

  /** Sharp, as they are at rest. */
  function draw(view: View): void {
    const dots = layer()
    if (!dots) return
    drawn = gapAt(view.zoom)
    dots.style.backgroundSize = `${drawn}px ${drawn}px`
    place(dots, view, 1)
  }

  function move(view: View): void {
    const dots = layer()
    if (!dots) return
    const scale = gapAt(view.zoom) / drawn
    if (dots.style.backgroundSize === '' || !(scale < STRETCH && scale > 1 / STRETCH)) draw(view)
    else place(dots, view, scale)
  }

  return { draw, move }
}

function gapAt(zoom: number): number {
  let gap = GAP * zoom
  while (gap < GAP_MIN) gap *= 2
  return gap
}
