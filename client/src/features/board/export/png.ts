import type { Drawing, Primitive } from './primitives.ts'

const SCALE = 2
const EDGE_MAX = 16_000
/** What a canvas may hold, in pixels: most devices take the first; where it comes out empty, the next is tried. */
const AREAS = [64_000_000, 16_000_000, 4_000_000]
const PARTS_AT_ONCE = 400

export type Png = {
  blob: Blob /** Pixels per board unit: less than 2 where the board is too large for that. */
  scale: number
}

/** How large a drawing can be in an image of so many pixels. */
export function scaleFor({ width, height }: { width: number; height: number }, area: number): number {
  return Math.min(SCALE, EDGE_MAX / Math.max(width, height), Math.sqrt(area / (width * height)))
}

/** Paints a drawing as PNG. Throws when even a small image can't be made, or `signal` says to stop. */
export async function pngOf(
  drawing: Drawing,
  { families, images, signal }: { families: string; images: ReadonlyMap<string, ImageBitmap>; signal: AbortSignal },
): Promise<Png> {
  for (const area of AREAS) {
    const scale = scaleFor(drawing.bounds, area)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.floor(drawing.bounds.width * scale))
    canvas.height = Math.max(1, Math.floor(drawing.bounds.height * scale))
    const pen = canvas.getContext('2d')
    if (!pen) continue
    pen.fillStyle = drawing.ground
    pen.fillRect(0, 0, canvas.width, canvas.height)
    // A canvas that is too large stays transparent, without a word.
    if (!isPainted(pen, canvas)) continue
    pen.setTransform(scale, 0, 0, scale, -drawing.bounds.x * scale, -drawing.bounds.y * scale)
    await paint(pen, drawing, families, images, signal)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob) return { blob, scale }
  }
  throw new Error('No canvas is large enough')
}

function isPainted(pen: CanvasRenderingContext2D, { width, height }: HTMLCanvasElement): boolean {
  return pen.getImageData(width - 1, height - 1, 1, 1).data[3] === 255
}

async function paint(
  pen: CanvasRenderingContext2D,
  { items }: Drawing,
  families: string,
  images: ReadonlyMap<string, ImageBitmap>,
  signal: AbortSignal,
): Promise<void> {
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  let painted = 0
  for (const { parts } of items) {
    for (const part of parts) paintPart(pen, part, families, images)
    painted += parts.length
    if (painted < PARTS_AT_ONCE) continue
    painted = 0
    // The page stays usable, and “cancel” is heard.
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
}

function paintPath(pen: CanvasRenderingContext2D, part: Extract<Primitive, { kind: 'path' }>): void {
  const path = new Path2D(part.path)
  pen.save()
  if (part.place) {
    pen.translate(part.place.x, part.place.y)
    pen.scale(part.place.scale, part.place.scale)
  }
  if (part.fill) {
    pen.fillStyle = part.fill
    pen.fill(path)
  }
  if (part.line) {
    pen.strokeStyle = part.line
    pen.lineWidth = part.lineWidth ?? 1
    pen.stroke(path)
  }
  pen.restore()
}

function paintPart(
  pen: CanvasRenderingContext2D,
  part: Primitive,
  families: string,
  images: ReadonlyMap<string, ImageBitmap>,
): void {
  if (part.kind === 'path') {
    return paintPath(pen, part)
  }
  if (part.kind === 'image') {
    const bitmap = images.get(part.file)
    const { x, y, width, height } = part.rect
    if (!bitmap) return
    // Whole and undistorted, as SVG puts it where nothing else is said.
    const scale = Math.min(width / bitmap.width, height / bitmap.height)
    const [wide, high] = [bitmap.width * scale, bitmap.height * scale]
    pen.drawImage(bitmap, x + (width - wide) / 2, y + (height - high) / 2, wide, high)
    return
  }
  pen.font = `${part.weight} ${part.size}px ${families}`
  pen.direction = part.direction
  pen.textAlign = part.anchor === 'middle' ? 'center' : part.anchor
  pen.fillStyle = part.fill
  pen.fillText(part.text, part.x, part.y)
}
