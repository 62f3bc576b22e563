import { NOTE_TEXT_MAX, NoteKind } from '@meydan/shared/documents/board/records'
import { z } from 'zod'
import { keepOnDevice } from './device.ts'

const UNSENT = 'meydan.unsent.'

const UnsentNote = z.object({
  id: z.uuid(),
  text: z.string().max(4 * NOTE_TEXT_MAX),
  kind: NoteKind.nullable(),
  position: z.number().int(),
  /** It is to be deleted, and the server hasn't heard. */
  gone: z.boolean(),
})
/** A private note as it is on the screen, and the server hasn't said that it has it. */
export type UnsentNote = z.infer<typeof UnsentNote>

/** One person's notes of one step: nobody's words are ever offered to somebody else. */
export type UnsentPlace = { seatId: string; stepId: string }

/** What waits at a place, from whichever storage it is in. */
export function unsentAt(place: UnsentPlace): UnsentNote[] {
  const notes = [localStorage, sessionStorage].flatMap((storage) => read(storage, keyOf(place)))
  return [...new Map(notes.map((note) => [note.id, note])).values()]
}

/** The steps in which a person has something waiting. */
export function stepsWithUnsent(seatId: string): string[] {
  const start = `${UNSENT}${seatId}.`
  const keys = [localStorage, sessionStorage].flatMap(keysOf).filter((key) => key.startsWith(start))
  return [...new Set(keys.map((key) => key.slice(start.length)))]
}

/**
 * Keeps a note until it is sent: on a device that is one's own for as long as that takes, elsewhere until the window
 * closes, so that a reload loses nothing and whoever sits down next finds nothing.
 */
export function keepUnsent(place: UnsentPlace, note: UnsentNote): void {
  const others = unsentAt(place).filter(({ id }) => id !== note.id)
  writeAll(place, [...others, note])
}

export function dropUnsent(place: UnsentPlace, noteId: string): void {
  const notes = unsentAt(place)
  const left = notes.filter(({ id }) => id !== noteId)
  if (left.length < notes.length) writeAll(place, left)
}

/** Where nothing may stay on the device any more: what waits is in this window alone from now on. */
export function keepUnsentInWindow(): void {
  try {
    for (const key of keysOf(localStorage)) {
      if (!key.startsWith(UNSENT)) continue
      sessionStorage.setItem(key, localStorage.getItem(key)!)
      localStorage.removeItem(key)
    }
  } catch {
    forgetUnsent()
  }
}

/** At sign-out: none of it stays. */
export function forgetUnsent(): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of keysOf(storage)) if (key.startsWith(UNSENT)) storage.removeItem(key)
  }
}

function writeAll(place: UnsentPlace, notes: readonly UnsentNote[]): void {
  const [home, other] = keepOnDevice.value ? [localStorage, sessionStorage] : [sessionStorage, localStorage]
  try {
    other.removeItem(keyOf(place))
    if (notes.length > 0) home.setItem(keyOf(place), JSON.stringify(notes))
    else home.removeItem(keyOf(place))
  } catch {
    // Private windows and full disks throw: then the words are on the screen only.
  }
}

function read(storage: Storage, key: string): UnsentNote[] {
  try {
    return z.array(UnsentNote).parse(JSON.parse(storage.getItem(key) ?? '[]'))
  } catch {
    return []
  }
}

function keysOf(storage: Storage): string[] {
  try {
    return Object.keys(storage)
  } catch {
    return []
  }
}

function keyOf({ seatId, stepId }: UnsentPlace): string {
  return `${UNSENT}${seatId}.${stepId}`
}
