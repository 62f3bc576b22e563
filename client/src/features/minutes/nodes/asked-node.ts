import { shallowRef } from 'vue'

/**
 * What somebody who writes wants to choose or say: a thing to name · a decision of the register to set down · that one
 * in the text goes into the register; `put` is told its entry.
 */
export type AskedNode =
  | { kind: 'chip' | 'decision' }
  | { kind: 'register'; words: string; put: (entry: string) => void }

/** Asked by menus and nodes, answered by the dialogs of `NodeHosts.vue`. Null: nothing is. */
export const askedNode = shallowRef<AskedNode | null>(null)
