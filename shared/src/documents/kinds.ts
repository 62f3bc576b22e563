/** Documents a room edits together: one document, one audience. */
export const documentKinds = ['board', 'plan', 'minutes'] as const
export type DocumentKind = (typeof documentKinds)[number]
