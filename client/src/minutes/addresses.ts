import type { NamedRef } from '@meydan/shared/contracts/named'
import { isUuid } from '@meydan/shared/documents/rich-text/minutes-attributes'

/** What the addresses of things in a room ask for, as paths of this installation. Votes have none of their own. */
export function addressOf(roomId: string, { kind, document, record }: NamedRef): string | null {
  const id = encodeURIComponent(record)
  if (kind === 'decision') return `/rooms/${roomId}?decision=${id}`
  if (kind === 'vote' || document === null) return null
  return kind === 'action'
    ? `/rooms/${roomId}/plans/${document}?action=${id}`
    : `/rooms/${roomId}/boards/${document}?record=${id}`
}

const PATH = /^\/rooms\/([^/]+)(?:\/(boards|plans|minutes)\/([^/]+))?\/?$/

/**
 * What an address leads to that somebody copied and pasted alone; null where it is another room's, another place's, or
 * none. Of what is on a board it doesn't say whether it is a note or a theme: it is named as a note.
 */
export function thingAt(address: string, here: { origin: string; roomId: string }): NamedRef | null {
  const written = address.trim()
  if (/\s/u.test(written) || !URL.canParse(written)) return null
  const { origin, pathname, searchParams } = new URL(written)
  const [, roomId, folder, document] = PATH.exec(pathname) ?? []
  if (origin !== here.origin || roomId !== here.roomId) return null
  const asked = (name: string) => {
    const record = searchParams.get(name) ?? ''
    return record !== '' && record.length <= 64 ? record : null
  }
  const decision = asked('decision')
  if (decision !== null) return isUuid(decision) ? { kind: 'decision', document: null, record: decision } : null
  if (!isUuid(document)) return null
  const record = folder === 'boards' ? asked('record') : folder === 'plans' ? asked('action') : null
  return record === null ? null : { kind: folder === 'boards' ? 'note' : 'action', document, record }
}
