import type { OrganisationDraft } from './organisation-draft.ts'

/** Which organisation a person speaks for: one of the list, one they add, or not said yet. */
export type OrganisationChoice = { id: string } | { add: OrganisationDraft } | null
