import { RoomView } from '@meydan/shared/contracts/rooms'
import type { z } from 'zod'
import { forget, forgetAll, keepOnDevice, read, rememberConsent, write } from './device.ts'
import { emptyShelf, LOST } from './lost-shelf.ts'
import { forgetUnsent, keepUnsentInWindow } from './unsent.ts'

export { keepOnDevice }

const DOCUMENTS = 'meydan.kept-documents'
const ROOM = 'meydan.room.'

/** Gives or takes back the consent; taking it back removes every copy. */
export function setKeepOnDevice(value: boolean): void {
  rememberConsent(value)
  if (!value) void wipeKeptDocuments()
}

/** The name of a document's copy; one seat never reads another's. */
export function keptName(seatId: string, documentId: string): string {
  const name = `meydan-${seatId}-${documentId}`
  const known = new Set(keptNames())
  if (!known.has(name)) write(DOCUMENTS, JSON.stringify([...known, name]))
  return name
}

/** Keeps what a room looks like, so that it opens again while the network is away. Does nothing without consent. */
export function rememberRoomView(room: RoomView): void {
  if (keepOnDevice.value) write(ROOM + room.id, JSON.stringify(room))
}

export function rememberedRoomView(roomId: string): RoomView | null {
  const text = keepOnDevice.value ? read(ROOM + roomId) : null
  if (text === null) return null
  try {
    return RoomView.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** What was last heard of a room beside itself; goes wherever that goes. */
type OfRoom = 'home' | 'since'
export type Remembered<T> = { /** ISO 8601 */ at: string; value: T }

/** Keeps an answer about a room. Does nothing without consent. */
export function rememberOfRoom(roomId: string, what: OfRoom, value: unknown): void {
  if (keepOnDevice.value) write(keyOf(roomId, what), JSON.stringify({ at: new Date().toISOString(), value }))
}

/** Null without consent, and where the page that kept it was another one. */
export function rememberedOfRoom<T>(roomId: string, what: OfRoom, schema: z.ZodType<T>): Remembered<T> | null {
  const text = keepOnDevice.value ? read(keyOf(roomId, what)) : null
  if (text === null) return null
  try {
    const { at, value } = JSON.parse(text) as Remembered<unknown>
    return { at: new Date(at).toISOString(), value: schema.parse(value) }
  } catch {
    return null
  }
}

const keyOf = (roomId: string, what: OfRoom) => `${ROOM}${roomId}.${what}`

/** Removes every kept document, room and lost text: when the server says that nothing of it may stay. */
export async function wipeKeptDocuments(): Promise<void> {
  const names = keptNames()
  forget(DOCUMENTS)
  forgetAll(ROOM)
  forgetAll(LOST)
  keepUnsentInWindow()
  await Promise.all(names.map(deleteDatabase))
}

/** At sign-out: nothing stays on the device, and nothing in the window for whoever sits down next. */
export async function wipeAtSignOut(): Promise<void> {
  emptyShelf()
  forgetUnsent()
  await wipeKeptDocuments()
}

function keptNames(): string[] {
  try {
    const names: unknown = JSON.parse(read(DOCUMENTS) ?? '[]')
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = request.onerror = request.onblocked = () => resolve()
  })
}
