import type { PlanOrganisation } from '@meydan/shared/contracts/plans'
import type { RoomView } from '@meydan/shared/contracts/rooms'
import type { FrozenContent } from '@meydan/shared/contracts/signing'
import { type Component, type ComputedRef, type InjectionKey, inject, type Ref } from 'vue'

/** What the parts of a sign-off need to know of the document that is signed, of whatever kind. */
export type SigningContext = {
  room: ComputedRef<RoomView>
  documentId: string
  /** Whether the sign-off is open beside the document. */
  open: Ref<boolean>
  /** Those that can be asked, and none while they are not here yet. */
  organisations: ComputedRef<readonly PlanOrganisation[]>
  /** Shows a frozen `content` to be read. */
  Paper: Component
  /** Shows what the document says otherwise than a `version`, and emits `told` with whether it says the same. */
  Changes: Component
  /** What freezing keeps, in words; empty where there is nothing to be signed. */
  what: (content: FrozenContent) => string
  /** What is said then. */
  nothing: () => string
}

export const signingContextKey: InjectionKey<SigningContext> = Symbol('signing')

export function useSigningContext(): SigningContext {
  const context = inject(signingContextKey)
  if (!context) throw new Error('A part of the sign-off was used outside of a document that is signed')
  return context
}
