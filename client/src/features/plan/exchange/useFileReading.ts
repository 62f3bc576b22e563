import { onScopeDispose, ref, shallowRef } from 'vue'
import { language } from '../../../i18n/index.ts'
import type { FileRead } from './read-file.ts'
import type { ToRead } from './read-file.worker.ts'

/** Longer than any honest file of this size takes, also on a slow phone. */
const PATIENCE_MS = 60_000

export type FileFound = FileRead | { problem: 'unreadable' }

/** Reads files in a worker: the page stays quick, and a file that takes too long can be stopped. */
export function useFileReading(found: (read: FileFound) => void) {
  const name = ref('')
  const isReading = ref(false)
  const file = shallowRef<File | null>(null)
  let worker: Worker | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = 0

  function stop(): void {
    latest++
    worker?.terminate()
    worker = null
    clearTimeout(timer)
    isReading.value = false
  }

  function end(read: FileFound): void {
    stop()
    found(read)
  }

  async function read(given: File, most: number, sheet = 0): Promise<void> {
    stop()
    const mine = latest
    file.value = given
    name.value = given.name
    if (given.size > most) return end({ problem: 'too_large' })
    isReading.value = true
    const bytes = await given.arrayBuffer().catch(() => null)
    if (mine !== latest) return
    if (!bytes) return end({ problem: 'unreadable' })
    worker = new Worker(new URL('./read-file.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<FileRead>) => end(data))
    worker.addEventListener('error', () => end({ problem: 'unreadable' }))
    timer = setTimeout(() => end({ problem: 'too_large' }), PATIENCE_MS)
    const toRead: ToRead = { bytes: new Uint8Array(bytes), name: given.name, language: language.value, sheet }
    worker.postMessage(toRead, [bytes])
  }

  function forget(): void {
    stop()
    name.value = ''
    file.value = null
  }

  onScopeDispose(stop)
  return { name, file, isReading, read, stop: forget }
}
