import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { shallowRef } from 'vue'

/** The passage somebody asked to see: minutes show it as soon as they are open, and then want none. */
export const wantedPassage = shallowRef<Extract<ThreadAnchor, { kind: 'passage' }> | null>(null)
