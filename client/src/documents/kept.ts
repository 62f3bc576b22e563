import { RoomView } from '@meydan/shared/contracts/rooms'
import { type Ref, ref } from 'vue'

const CONSENT = 'meydan.keep-on-device'
const DOCUMENTS = 'meydan.kept-documents'
const ROOM = 'meydan.room.'

/** Whether the person said that this is their own device. Without it no content is ever kept in the browser. */
export const keepOnDevice: Ref<boolean> = ref(read(CONSENT) === 'yes')

/** Gives or takes back the consent; taking it back removes every copy. */
export function setKeepOnDevice(value: boolean): void {
  keepOnDevice.value = value
  if (value) write(CONSENT, 'yes')
  else {
    forget(CONSENT)
    void wipeKeptDocuments()
  }
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

/** Removes every kept document and room: at sign-out, and when the server says that the copy may not stay. */
export async function wipeKeptDocuments(): Promise<void> {
  const names = keptNames()
  forget(DOCUMENTS)
  for (const key of Object.keys(localStorage)) if (key.startsWith(ROOM)) forget(key)
  await Promise.all(names.map(deleteDatabase))
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

// Private windows and full disks throw on storage; then nothing is kept, which is what was asked for anyway.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    keepOnDevice.value = false
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}
