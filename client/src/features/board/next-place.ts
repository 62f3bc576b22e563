import { NOTE_SIZE, type Point } from '@meydan/shared/documents/board/records'
import { grown, holds, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'

export const GAP = 20
const STEP = { x: NOTE_SIZE.width + GAP, y: NOTE_SIZE.height + GAP }
/** Touching corners is no collision; lying on top is. */
const TOLERANCE = -8
const TRIES = 60

/**
 * A free place for the next note: right of `from`, then on. Inside a frame the row wraps at its edge; a full frame
 * gets the note a little below and beside `from`, still inside.
 */
export function placeBeside(from: Point, taken: readonly Rect[], frame: Rect | null): Point {
  let place = from
  for (let tries = 0; tries < TRIES; tries++) {
    place = { x: place.x + STEP.x, y: place.y }
    if (frame && place.x + NOTE_SIZE.width > frame.x + frame.width) {
      place = { x: frame.x + Math.min(GAP, Math.max(0, frame.width - NOTE_SIZE.width)), y: place.y + STEP.y }
    }
    if (frame && place.y + NOTE_SIZE.height > frame.y + frame.height) break
    if (isFree(place, taken)) return place
  }
  return frame ? insideOf(frame, { x: from.x + 24, y: from.y + 24 }) : { x: from.x + 24, y: from.y + 24 }
}

/**
 * `wanted` itself where it is free, wholly inside the frame it is meant for; else the nearest free place: anywhere in
 * the frame, or a few notes' widths around on the open board. A full frame gets it beside, as `placeBeside` does.
 */
export function freePlace(wanted: Point, taken: readonly Rect[], frame: Rect | null): Point {
  const place = frame ? insideOf(frame, wanted) : wanted
  if (isFree(place, taken)) return place
  const reach = frame ? { x: frame.width, y: frame.height } : { x: STEP.x * 3, y: STEP.y * 3 }
  let nearest: Point | null = null
  for (let x = place.x - reach.x; x <= place.x + reach.x; x += GAP) {
    for (let y = place.y - reach.y; y <= place.y + reach.y; y += GAP) {
      const candidate = { x, y }
      if (frame && !isInside(frame, candidate)) continue
      if (nearest && distance(candidate, place) >= distance(nearest, place)) continue
      if (isFree(candidate, taken)) nearest = candidate
    }
  }
  return nearest ?? placeBeside(place, taken, frame)
}

/** Places for many notes at once, in rows that fit the frame or make a broad block. */
export function gridPlaces(start: Point, count: number, frame: Rect | null): Point[] {
  const fitting = frame ? Math.floor((frame.x + frame.width - start.x + GAP) / STEP.x) : Math.ceil(Math.sqrt(count))
  const columns = Math.max(1, Math.min(fitting, count))
  return Array.from({ length: count }, (_, index) => ({
    x: start.x + (index % columns) * STEP.x,
    y: start.y + Math.floor(index / columns) * STEP.y,
  }))
}

/**
 * A block of notes where nothing lies: as near to `wanted` as it goes, wholly in the frame there where it has room, else
 * clear of every frame, so that no note falls into one by chance. Where all is full, the block as it was wanted.
 */
export function freeBlock(
  wanted: Point,
  count: number,
  { taken, frame, frames }: { taken: readonly Rect[]; frame: Rect | null; frames: readonly Rect[] },
): Point[] {
  const inFrame =
    frame &&
    nearestBlock(
      insideOf(frame, wanted),
      (at) => gridPlaces(at, count, frame),
      taken,
      (rect) => holds(frame, rect),
    )
  if (inFrame) return inFrame
  const isOutside = (rect: Rect) => !frames.some((each) => overlaps(each, rect))
  return nearestBlock(wanted, (at) => gridPlaces(at, count, null), taken, isOutside) ?? gridPlaces(wanted, count, frame)
}

const BLOCK_REACH = 24

function nearestBlock(
  wanted: Point,
  blockAt: (start: Point) => Point[],
  taken: readonly Rect[],
  mayLie: (rect: Rect) => boolean,
): Point[] | null {
  const steps = Array.from({ length: 2 * BLOCK_REACH + 1 }, (_, index) => index - BLOCK_REACH)
  const starts = steps
    .flatMap((x) => steps.map((y) => ({ x: wanted.x + (x * STEP.x) / 2, y: wanted.y + (y * STEP.y) / 2 })))
    .sort((a, b) => distance(a, wanted) - distance(b, wanted))
  for (const start of starts) {
    const block = blockAt(start)
    if (block.every((place) => mayLie({ ...place, ...NOTE_SIZE }) && isFree(place, taken))) return block
  }
  return null
}

function isFree(place: Point, taken: readonly Rect[]): boolean {
  const wanted = grown({ ...place, ...NOTE_SIZE }, TOLERANCE)
  return !taken.some((rect) => overlaps(wanted, rect))
}

function insideOf(frame: Rect, place: Point): Point {
  return {
    x: Math.max(frame.x, Math.min(place.x, frame.x + frame.width - NOTE_SIZE.width)),
    y: Math.max(frame.y, Math.min(place.y, frame.y + frame.height - NOTE_SIZE.height)),
  }
}

function isInside(frame: Rect, place: Point): boolean {
  const inside = insideOf(frame, place)
  return inside.x === place.x && inside.y === place.y
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
