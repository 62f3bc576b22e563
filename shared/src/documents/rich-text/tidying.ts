import type * as Y from 'yjs'

/**
 * Keeps Yjs from tidying up formats after what others wrote: it would delete the marks that have become needless as an
 * edit of this copy's own – in everybody's copy at once, also of those who may only read.
 */
export function leaveTidying(doc: Y.Doc): void {
  // Between the observers and the tidying itself.
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
}
