import { type Ref, ref } from 'vue'

const CONSENT = 'meydan.keep-on-device'

/** Whether the person said that this is their own device. Without it no content is ever kept in the browser. */
export const keepOnDevice: Ref<boolean> = ref(read(CONSENT) === 'yes')

export function rememberConsent(value: boolean): void {
  keepOnDevice.value = value
  if (value) write(CONSENT, 'yes')
  else forget(CONSENT)
}

export function forgetAll(prefix: string): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) forget(key)
}

// Private windows and full disks throw on storage; then nothing is kept, which is what was asked for anyway.
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    keepOnDevice.value = false
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}
