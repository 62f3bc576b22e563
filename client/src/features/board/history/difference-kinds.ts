import { Minus, PencilLine, Plus } from '@lucide/vue'

export const differenceKinds = ['added', 'changed', 'removed'] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** Each kind has a sign beside its colour and the form of its outline. */
export const iconOf = { added: Plus, changed: PencilLine, removed: Minus }
