import * as Y from 'yjs'

/**
 * Makes `shown` say what `next` says, and writes only where they differ: what looks at it keeps its place. The two need
 * not have anything in common: a document that is made anew for each reader can't be merged into the one before.
 */
export function mirror(shown: Y.Doc, next: Y.Doc): void {
  const roots = new Set([...shown.share.keys(), ...next.share.keys()])
  shown.transact(() => {
    for (const root of roots) copyMap(shown.getMap(root), next.getMap(root))
  })
}

function copyMap(shown: Y.Map<unknown>, next: Y.Map<unknown>): void {
  for (const key of [...shown.keys()]) if (!next.has(key)) shown.delete(key)
  for (const [key, value] of next.entries()) {
    const before = shown.get(key)
    if (before instanceof Y.Map && value instanceof Y.Map) copyMap(before, value)
    else if (said(before) !== said(value)) shown.set(key, value instanceof Y.AbstractType ? value.clone() : value)
  }
}

/** What a value says, marks and attributes with it, as one string. */
function said(value: unknown): string {
  return JSON.stringify(plain(value)) ?? ''
}

function plain(value: unknown): unknown {
  if (value instanceof Y.XmlElement) return [value.nodeName, value.getAttributes(), value.toArray().map(plain)]
  if (value instanceof Y.Text) return value.toDelta()
  if (value instanceof Y.XmlFragment) return value.toArray().map(plain)
  return value instanceof Y.AbstractType ? value.toJSON() : value
}
