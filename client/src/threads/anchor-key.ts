import type { ThreadAnchor } from '@meydan/shared/contracts/threads'

/** One text for what a thread is about: equal where two are about the same. */
export function anchorKey(anchor: ThreadAnchor): string {
  if (anchor.kind === 'room') return 'room'
  if (anchor.kind === 'passage') return `${anchor.documentId} ${anchor.from} ${anchor.to}`
  const record = `${anchor.documentId} ${anchor.recordId}`
  return anchor.kind === 'field' ? `${record} ${anchor.field}` : record
}
