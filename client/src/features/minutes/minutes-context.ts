import type { RoomView } from '@meydan/shared/contracts/rooms'
import type { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { Editor } from '@tiptap/core'
import { type ComputedRef, type InjectionKey, inject, type ShallowRef } from 'vue'
import type { Awareness } from 'y-protocols/awareness'

/** What the parts of a page of minutes have in common. */
export type MinutesContext = {
  room: ComputedRef<RoomView>
  documentId: string
  minutes: Minutes
  awareness: Awareness
  /** Whether I may write here now; who may not sees the same editor, which takes nothing. */
  canWrite: ComputedRef<boolean>
  /** Undefined until it is there. */
  editor: ShallowRef<Editor | undefined>
}

export const minutesContextKey: InjectionKey<MinutesContext> = Symbol('minutes')

export function useMinutesContext(): MinutesContext {
  const context = inject(minutesContextKey)
  if (!context) throw new Error('no minutes are open here')
  return context
}
