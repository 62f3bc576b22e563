import { defineAsyncComponent } from 'vue'
import { withWords } from '../../afterwards.ts'

/** What stands where a room was. */
export const RoomEnded = defineAsyncComponent(withWords(() => import('./RoomEnded.vue')))
