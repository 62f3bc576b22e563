import { keepOnDevice } from '../documents/device.ts'

/** Words that wait are kept as notes that wait are: `documents/unsent.ts` takes away what begins so at sign-out. */
const START = 'meydan.unsent.threads.'

/**
 * What was kept under a key, or null. Keys begin with the seat whose words they are: nobody's are offered to somebody
 * else.
 */
export function keptWords(key: string): string | null {
  try {
    return localStorage.getItem(START + key) ?? sessionStorage.getItem(START + key)
  } catch {
    return null
  }
}

/**
 * Keeps words: on a device that is one's own until they are sent, elsewhere until the window closes. Null forgets them.
 * Where there is no storage, they are on the screen only.
 */
export function keepWords(key: string, words: string | null): void {
  try {
    const [home, other] = keepOnDevice.value ? [localStorage, sessionStorage] : [sessionStorage, localStorage]
    other.removeItem(START + key)
    if (words === null) home.removeItem(START + key)
    else home.setItem(START + key, words)
  } catch {
    // Private windows and full disks throw.
  }
}
