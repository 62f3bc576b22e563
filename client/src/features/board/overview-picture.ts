import { boundsOf, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'
import type { Size } from '@meydan/shared/documents/board/records'
import type { View } from './viewport.ts'

/** On each side, as a part of the surface. */
const AROUND = 0.35
/** Between these it looks the same enough for as long as it is moving. */
const STRETCH = 1.45
const TILE = 320

/** Paints a rectangle of the picture, which lies as `view` says; both in pixels of the picture. */
export type PaintPart = (pen: CanvasRenderingContext2D, part: Rect, density: number, view: View) => void

/**
 * A picture of the board, somewhat larger than the surface: shifted and scaled with it, and painted tile by tile. What it
 * showed before stays, scaled, until its tiles are painted anew: it is never empty, and no frame pays for all of it.
 */
export class OverviewPicture {
  readonly #canvas: HTMLCanvasElement
  readonly #paint: PaintPart
  #size: Size = { width: 0, height: 0 }
  #view: View | null = null
  #due: Rect[] = []

  constructor(canvas: HTMLCanvasElement, paint: PaintPart) {
    this.#canvas = canvas
    this.#paint = paint
  }

  /** Whether it is drawn at the size it is seen at. */
  isSharpAt({ zoom }: View): boolean {
    return this.#view?.zoom === zoom
  }

  get isDone(): boolean {
    return this.#due.length === 0
  }

  #edges() {
    return { x: Math.round(this.#size.width * AROUND), y: Math.round(this.#size.height * AROUND) }
  }

  #whole(): Rect {
    const edge = this.#edges()
    return { x: 0, y: 0, width: this.#size.width + 2 * edge.x, height: this.#size.height + 2 * edge.y }
  }

  /**
   * It is to lie as the board does in `view`. What it showed stays where that is, and is painted anew tile by tile unless
   * it is as sharp as it was; what would be empty in sight is painted at once.
   */
  turnTo(view: View, size: Size): void {
    const density = Math.min(2, window.devicePixelRatio || 1)
    const before = this.#isSameSize(size, density) ? this.#view : null
    this.#resize(size, density)
    const edge = this.#edges()
    this.#view = { x: view.x + edge.x, y: view.y + edge.y, zoom: view.zoom }
    const old = before && this.#shift(before, density)
    const sight = { ...edge, ...size }
    const away = (tile: Rect) =>
      Math.hypot(tile.x + (tile.width - sight.width) / 2 - sight.x, tile.y + (tile.height - sight.height) / 2 - sight.y)
    const isEmpty = (tile: Rect) => !old || !covers(old.rect, tile)
    const isKept = (tile: Rect) => old?.isSharp && !isEmpty(tile) && !this.#due.some((due) => overlaps(due, tile))
    const tiles = tilesOf(this.#whole()).filter((tile) => !isKept(tile))
    const [empty, known] = [tiles.filter(isEmpty), tiles.filter((tile) => !isEmpty(tile))]
    this.#due = [...empty.sort((a, b) => away(a) - away(b)), ...known.sort((a, b) => away(a) - away(b))]
    this.#canvas.style.transform = ''
    this.#paintAll(empty.filter((tile) => overlaps(tile, sight)))
  }

  /** Draws the picture onto itself where `#view` has it now; answers with how much of it that covers. */
  #shift(from: View, density: number): { rect: Rect; isSharp: boolean } {
    const to = this.#view!
    const scale = to.zoom / from.zoom
    const isSharp = scale === 1
    const by = { x: to.x - from.x * scale, y: to.y - from.y * scale }
    if (isSharp) {
      // By whole pixels, or each shift would blur it; what is left over is the transform's.
      Object.assign(by, { x: Math.round(by.x * density) / density, y: Math.round(by.y * density) / density })
      this.#view = { x: from.x + by.x, y: from.y + by.y, zoom: to.zoom }
    }
    const rect = this.#drawOntoItself(by, scale, density)
    this.#due = isSharp ? this.#due.map((tile) => ({ ...tile, x: tile.x + by.x, y: tile.y + by.y })) : []
    return { rect, isSharp }
  }

  /** Stretched, only the tiles in sight are kept: stretching all of it would cost a frame, and all is painted anew. */
  #drawOntoItself(by: { x: number; y: number }, scale: number, density: number): Rect {
    const whole = this.#whole()
    const old = { ...by, width: whole.width * scale, height: whole.height * scale }
    const sight = { ...this.#edges(), ...this.#size }
    const kept = scale === 1 ? whole : boundsOf(tilesOf(whole).filter((tile) => overlaps(tile, sight)))!
    const pen = this.#canvas.getContext('2d')!
    pen.setTransform(density, 0, 0, density, 0, 0)
    pen.save()
    pen.beginPath()
    pen.rect(kept.x, kept.y, kept.width, kept.height)
    pen.clip()
    pen.globalCompositeOperation = 'copy'
    pen.imageSmoothingEnabled = scale !== 1
    pen.drawImage(this.#canvas, old.x, old.y, old.width, old.height)
    pen.restore()
    if (kept !== whole) for (const tile of tilesOf(whole)) if (!overlaps(tile, kept)) clear(pen, tile)
    return between(old, kept)
  }

  #paintAll(tiles: readonly Rect[]): void {
    const pen = this.#canvas.getContext('2d')!
    const density = this.#canvas.width / this.#whole().width
    for (const tile of tiles) this.#paint(pen, tile, density, this.#view!)
    this.#due = this.#due.filter((tile) => !tiles.includes(tile))
  }

  /** Paints at once what is out of date in sight. */
  refresh(): void {
    if (this.#view) this.#paintAll(this.#due.filter((tile) => overlaps(tile, { ...this.#edges(), ...this.#size })))
  }

  /** What changed in these rectangles (of the board) is to be painted anew. */
  spoil(rects: Iterable<Rect>): void {
    const view = this.#view
    if (!view) return
    const spoilt = [...rects].map((rect) => ({
      x: rect.x * view.zoom + view.x - 6,
      y: rect.y * view.zoom + view.y - 6,
      width: rect.width * view.zoom + 12,
      height: rect.height * view.zoom + 12,
    }))
    const isDue = (tile: Rect) => this.#due.some((due) => covers(due, tile))
    for (const tile of tilesOf(this.#whole()))
      if (spoilt.some((rect) => overlaps(rect, tile)) && !isDue(tile)) this.#due.push(tile)
  }

  /** Paints what is due for so many milliseconds, but at least one tile. */
  advance(milliseconds: number): void {
    if (this.#due.length === 0) return
    const until = performance.now() + milliseconds
    do this.#paintAll(this.#due.slice(0, 1))
    while (this.#due.length > 0 && performance.now() < until)
  }

  /** Shifts and scales it to where the board is; false where it no longer covers the surface, or is stretched too far. */
  follow({ x, y, zoom }: View): boolean {
    const painted = this.#view
    if (!painted) return false
    const edge = this.#edges()
    const scale = zoom / painted.zoom
    const by = { x: x - (painted.x - edge.x) * scale, y: y - (painted.y - edge.y) * scale }
    const reaches = (at: number, room: number, length: number) =>
      at - room * scale <= 0 && at + (length + room) * scale >= length
    const { width, height } = this.#size
    if (!reaches(by.x, edge.x, width) || !reaches(by.y, edge.y, height)) return false
    if (scale > STRETCH || scale < 1 / STRETCH) return false
    this.#canvas.style.transform = `translate(${by.x}px, ${by.y}px) scale(${scale})`
    return true
  }

  #isSameSize(size: Size, density: number): boolean {
    const { width, height } = this.#size
    return (
      size.width === width && size.height === height && this.#canvas.width === Math.round(this.#whole().width * density)
    )
  }

  #resize(size: Size, density: number): void {
    if (this.#isSameSize(size, density)) return
    this.#size = size
    const { width, height } = this.#whole()
    const edge = this.#edges()
    this.#canvas.width = Math.round(width * density)
    this.#canvas.height = Math.round(height * density)
    Object.assign(this.#canvas.style, {
      width: `${width}px`,
      height: `${height}px`,
      left: `${-edge.x}px`,
      top: `${-edge.y}px`,
      transformOrigin: `${edge.x}px ${edge.y}px`,
    })
  }
}

function clear(pen: CanvasRenderingContext2D, { x, y, width, height }: Rect): void {
  pen.clearRect(x, y, width, height)
}

/** What two rectangles have in common. */
function between(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)]
  const [right, bottom] = [Math.min(a.x + a.width, b.x + b.width), Math.min(a.y + a.height, b.y + b.height)]
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) }
}

export function tilesOf({ width, height }: Rect): Rect[] {
  const tiles: Rect[] = []
  for (let y = 0; y < height; y += TILE)
    for (let x = 0; x < width; x += TILE)
      tiles.push({ x, y, width: Math.min(TILE, width - x), height: Math.min(TILE, height - y) })
  return tiles
}

function covers(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  )
}
