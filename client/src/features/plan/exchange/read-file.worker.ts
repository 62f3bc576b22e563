import type { Language } from '@meydan/shared/languages'
import { readFile } from './read-file.ts'

export type ToRead = { bytes: Uint8Array; name: string; language: Language; sheet: number }

/** Reads one file and is done: whoever made it ends it, earlier where it is no longer wanted. */
addEventListener('message', ({ data }: MessageEvent<ToRead>) => {
  postMessage(readFile(data.bytes, data.name, data.language, data.sheet))
})
