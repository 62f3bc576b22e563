import { shallowRef } from 'vue'
import type { PanelId } from './context.ts'

/** Documents of the room that is open which others changed since one last looked at them. */
export const newDocuments = shallowRef<ReadonlySet<string>>(new Set())

/** Parts of it in which there is something one hasn't seen. */
export const newParts = shallowRef<ReadonlySet<PanelId>>(new Set())

/** The document whose changes one asked to be led through; null: none. */
export const askedChanges = shallowRef<string | null>(null)
