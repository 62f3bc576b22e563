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

type Held = { files: Map<string, DraftFile>; stops: Map<string, AbortController> }
/** By what is being written: as with its words, a closed panel loses none of them. Gone with the page. */
const held = new Map<string, Held>()

/** Files of a comment that is being written, by whose and about what. They go on being sent while it isn't shown. */
export function useDraftFiles(roomId: string, place: string) {
  const known = held.get(place) ?? { files: shallowReactive(new Map<string, DraftFile>()), stops: new Map() }
  held.set(place, known)
  const { files, stops } = known
  const refused = ref(0)
  onScopeDispose(() => {
    if (files.size === 0) held.delete(place)
  })

  const change = (file: string, next: Partial<DraftFile>) => {
    const before = files.get(file)
    if (before) files.set(file, { ...before, ...next })
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
      const again = files.get(key)
      if (!again) return
      change(key, { error: null, progress: 0 })
      void begin(key, again.file)
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
