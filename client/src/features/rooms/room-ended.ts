import { defineAsyncComponent } from 'vue'
import { moreWords } from '../../i18n/index.ts'

/** What stands where a room was; with its words, which a page that shows the room has not asked for. */
export const RoomEnded = defineAsyncComponent(async () => {
  await moreWords().catch(() => {})
  return import('./RoomEnded.vue')
})
