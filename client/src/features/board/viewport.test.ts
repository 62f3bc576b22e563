import { describe, expect, it } from 'vitest'
import {
  fitted,
  limitZoom,
  MAX_ZOOM,
  MIN_ZOOM,
  revealed,
  toBoard,
  toScreen,
  visibleRect,
  zoomedAbout,
  zoomStep,
} from './viewport.ts'

const view = { x: 30, y: -20, zoom: 0.5 }
const surface = { width: 1000, height: 800 }
const insets = { top: 50, right: 10, bottom: 90, left: 70 }

describe('viewport', () => {
  it('goes from board to screen and back', () => {
    expect(toBoard(view, toScreen(view, { x: 123, y: -45 }))).toEqual({ x: 123, y: -45 })
  })

  it('keeps what is under the pointer there while zooming', () => {
    const anchor = { x: 400, y: 300 }
    const next = zoomedAbout(view, 2, anchor)
    expect(toBoard(next, anchor).x).toBeCloseTo(toBoard(view, anchor).x)
    expect(toBoard(next, anchor).y).toBeCloseTo(toBoard(view, anchor).y)
  })

  it('stays within the limits', () => {
    expect(limitZoom(9)).toBe(MAX_ZOOM)
    expect(zoomedAbout(view, 0.001, { x: 0, y: 0 }).zoom).toBe(MIN_ZOOM)
  })

  it('steps through whole sizes', () => {
    expect(zoomStep(0.9, 1)).toBe(1)
    expect(zoomStep(1, -1)).toBe(0.8)
    expect(zoomStep(3, 1)).toBe(3)
    expect(zoomStep(0.1, -1)).toBe(0.1)
  })

  it('fits a rectangle into the free part and never enlarges it', () => {
    const next = fitted({ x: 0, y: 0, width: 4600, height: 100 }, surface, insets)
    expect(next.zoom).toBeCloseTo(0.2)
    expect(toScreen(next, { x: 0, y: 50 })).toEqual({ x: 70, y: 380 })
    expect(fitted({ x: 0, y: 0, width: 10, height: 10 }, surface, insets).zoom).toBe(1)
  })

  it('reveals with the smallest pan', () => {
    const inside = { x: 200, y: 300, width: 100, height: 100 }
    expect(revealed(view, inside, surface, insets)).toBe(view)
    const far = { x: 3000, y: 300, width: 100, height: 100 }
    const next = revealed(view, far, surface, insets)
    expect(next.y).toBe(view.y)
    expect(toScreen(next, { x: 3100, y: 0 }).x).toBe(990)
  })

  it('knows what is on screen', () => {
    expect(visibleRect({ x: -100, y: 0, zoom: 2 }, surface)).toEqual({ x: 50, y: 0, width: 500, height: 400 })
  })
})
