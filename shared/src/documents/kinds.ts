/** Documents a room edits together: one document, one audience. */
export const documentKinds = ['board', 'plan'] as const
export type DocumentKind = (typeof documentKinds)[number]
