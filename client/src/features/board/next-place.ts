import { NOTE_SIZE, type Point } from '@meydan/shared/documents/board'
import { grown, overlaps, type Rect } from './geometry.ts'

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

/** `wanted` itself where it is free, wholly inside the frame it is meant for; else the nearest step to the right of it. */
export function freePlace(wanted: Point, taken: readonly Rect[], frame: Rect | null): Point {
  const place = frame ? insideOf(frame, wanted) : wanted
  return isFree(place, taken) ? place : placeBeside(place, taken, frame)
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
