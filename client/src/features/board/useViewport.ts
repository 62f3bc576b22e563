import type { Point, Size } from '@meydan/shared/documents/board/records'
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import { type CellRange, cellsOf, sameCells } from './culling.ts'
import { dotsOn } from './dots.ts'
import { boundsOf, type Rect } from '@meydan/shared/documents/board/geometry'
import { fitted, type Insets, panned, revealed, toBoard, type View, visibleRect, zoomedAbout } from './viewport.ts'

const GLIDE_MS = 180
const SETTLE_MS = 160

export type Viewport = ReturnType<typeof useViewport>

/**
 * Where the board lies under the surface. The transform of `layers` is set by hand once a frame: Vue hears of
 * `cells`, which change only when another cell comes into sight, and of `view`, which only small bars may read.
 */
export function useViewport(
  surface: ShallowRef<HTMLElement | null>,
  layers: readonly ShallowRef<HTMLElement | null>[],
) {
  const view = shallowRef<View>({ x: 0, y: 0, zoom: 1 })
  const size = shallowRef<Size>({ width: 0, height: 0 })
  const cells = shallowRef<CellRange>({ left: 0, top: 0, right: -1, bottom: -1 })
  const insets = shallowRef<Insets>({ top: 56, right: 32, bottom: 72, left: 84 })
  const dots = dotsOn(surface)
  let current = view.value
  let frame = 0
  let settle: ReturnType<typeof setTimeout> | undefined
  let glide = 0

  function set(next: View): void {
    current = next
    if (!frame) frame = requestAnimationFrame(paint)
  }

  function paint(): void {
    frame = 0
    const { x, y, zoom } = current
    for (const layer of layers) {
      if (!layer.value) continue
      layer.value.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`
      layer.value.style.willChange = 'transform'
      if (layer.value.dataset['unzoom'] === 'live') unzoom(layer.value, zoom)
    }
    dots.move(current)
    const range = cellsOf(visibleRect(current, size.value))
    if (!sameCells(range, cells.value)) cells.value = range
    view.value = current
    clearTimeout(settle)
    settle = setTimeout(sharpen, SETTLE_MS)
  }

  /** A layer kept on the compositor keeps the resolution it had: at rest it is drawn anew, sharp. */
  function sharpen(): void {
    for (const layer of layers) {
      if (!layer.value) continue
      layer.value.style.willChange = ''
      if (layer.value.dataset['unzoom'] !== undefined) unzoom(layer.value, current.zoom)
    }
    dots.draw(current)
  }

  function glideTo(target: View): void {
    cancelAnimationFrame(glide)
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) return set(target)
    const from = current
    const began = performance.now()
    const step = (now: number) => {
      const part = Math.min(1, Math.max(0, (now - began) / GLIDE_MS))
      const eased = 1 - (1 - part) ** 3
      const zoom = from.zoom * (target.zoom / from.zoom) ** eased
      const along = target.zoom === from.zoom ? eased : (zoom - from.zoom) / (target.zoom - from.zoom)
      set({ zoom, x: from.x + (target.x - from.x) * along, y: from.y + (target.y - from.y) * along })
      if (part < 1) glide = requestAnimationFrame(step)
    }
    glide = requestAnimationFrame(step)
  }

  function stopGlide(): void {
    cancelAnimationFrame(glide)
  }

  function measure(): void {
    const box = surface.value?.getBoundingClientRect()
    if (!box || (box.width === size.value.width && box.height === size.value.height)) return
    size.value = { width: box.width, height: box.height }
    set(current)
  }

  const resize = new ResizeObserver(measure)
  watch(
    surface,
    (element) => {
      resize.disconnect()
      if (!element) return
      resize.observe(element)
      measure()
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    resize.disconnect()
    cancelAnimationFrame(frame)
    stopGlide()
    clearTimeout(settle)
  })

  return {
    view,
    size,
    cells,
    insets,
    now: () => current,
    set,
    pan(by: Point): void {
      stopGlide()
      set(panned(current, by))
    },
    zoomAbout(zoom: number, anchor: Point): void {
      stopGlide()
      set(zoomedAbout(current, zoom, anchor))
    },
    zoomTo(zoom: number): void {
      glideTo(zoomedAbout(current, zoom, { x: size.value.width / 2, y: size.value.height / 2 }))
    },
    fit(rects: Iterable<Rect>, largest = 1, smoothly = true): void {
      const bounds = boundsOf(rects)
      const target = bounds ? fitted(bounds, size.value, insets.value, largest) : { x: 0, y: 0, zoom: 1 }
      if (smoothly) glideTo(target)
      else set(target)
    },
    reveal(rect: Rect, insetsNow: Insets = insets.value): void {
      const target = revealed(current, rect, size.value, insetsNow)
      if (target !== current) glideTo(target)
    },
    glideTo,
    boardPoint(screen: Point): Point {
      return toBoard(current, screen)
    },
    /** The middle of what is visible, in board units. */
    centre(): Point {
      return toBoard(current, { x: size.value.width / 2, y: size.value.height / 2 })
    },
  }
}

/**
 * What keeps its size whatever the zoom has this factor. Everything below is styled anew when it changes: for hundreds
 * of notes that is done at rest, for names and handles (`data-unzoom="live"`) in every frame of a zoom.
 */
function unzoom(layer: HTMLElement, zoom: number): void {
  const factor = String(1 / zoom)
  if (layer.style.getPropertyValue('--unzoom') !== factor) layer.style.setProperty('--unzoom', factor)
}
