import { shallowRef } from 'vue'

/** How many notifications of mine wait to be read, as far as the bell knows; apart from it, which comes after a room's first picture. */
export const unreadCount = shallowRef(0)

/** Whether the bell's list is open: on phones a room opens it from its menu. */
export const isListOpen = shallowRef(false)
