import { ATTACHMENTS_MAX, type AttachmentView } from '@meydan/shared/contracts/threads'
import { computed, onScopeDispose, ref, shallowReactive } from 'vue'
import { sendFile } from './upload.ts'

/** A file that is being attached: on its way, refused, or there. */
export type DraftFile = {
  key: string
  file: File
  /** 0 to 1. */
  progress: number
  error: unknown
  attachment: AttachmentView | null
}

/** Files of a comment that is being written; gone with it. */
export function useDraftFiles(roomId: string) {
  const files = shallowReactive(new Map<string, DraftFile>())
  const refused = ref(0)
  const stops = new Map<string, AbortController>()
  onScopeDispose(() => stops.forEach((stop) => stop.abort()))

  const change = (key: string, next: Partial<DraftFile>) => {
    const known = files.get(key)
    if (known) files.set(key, { ...known, ...next })
  }
  async function begin(key: string, file: File): Promise<void> {
    const stop = new AbortController()
    stops.set(key, stop)
    try {
      const attachment = await sendFile(roomId, file, (progress) => change(key, { progress }), stop.signal)
      change(key, { attachment, progress: 1 })
    } catch (error) {
      change(key, { error })
    } finally {
      stops.delete(key)
    }
  }

  return {
    files: computed(() => [...files.values()]),
    /** How many didn't fit any more the last time files were chosen. */
    refused,
    isSending: computed(() => [...files.values()].some(({ attachment, error }) => !attachment && !error)),
    attachments: computed(() => [...files.values()].flatMap(({ attachment }) => attachment ?? [])),
    add(chosen: readonly File[]): void {
      const fitting = chosen.slice(0, ATTACHMENTS_MAX - files.size)
      refused.value = chosen.length - fitting.length
      for (const file of fitting) {
        const key = crypto.randomUUID()
        files.set(key, { key, file, progress: 0, error: null, attachment: null })
        void begin(key, file)
      }
    },
    retry(key: string): void {
      const known = files.get(key)
      if (!known) return
      change(key, { error: null, progress: 0 })
      void begin(key, known.file)
    },
    remove(key: string): void {
      stops.get(key)?.abort()
      files.delete(key)
      refused.value = 0
    },
    /** What is there has gone with its comment; what is refused stays, and why. */
    sent(): void {
      for (const { key, attachment } of files.values()) if (attachment) files.delete(key)
      refused.value = 0
    },
  }
}
export type DraftFiles = ReturnType<typeof useDraftFiles>
