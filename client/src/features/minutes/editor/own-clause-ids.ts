import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/**
 * Every clause has an id of its own: what organisations say to it hangs on that. Of what is pasted twice, or parted by an
 * empty line, the one that stands where the clause stood before keeps it. What others wrote is theirs to mend.
 */
export function ownClauseIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, now) {
      const written = transactions.filter(({ docChanged }) => docChanged)
      if (written.length === 0 || written.some((transaction) => transaction.getMeta(ySyncPluginKey))) return null
      const transaction = now.tr
      for (const at of withoutOwnId(written, before, now)) {
        transaction.setNodeAttribute(at, 'id', crypto.randomUUID())
      }
      return transaction.docChanged ? transaction : null
    },
  })
}

function withoutOwnId(written: readonly Transaction[], before: EditorState, { doc }: EditorState): number[] {
  const places = clausePlaces(doc)
  const nameless = places.get(null) ?? []
  const shared = [...places].filter(([id, at]) => id !== null && at.length > 1)
  if (shared.length === 0) return nameless
  const earlier = clausePlaces(before.doc)
  return shared.reduce((all, [id, at]) => {
    const [was] = earlier.get(id) ?? []
    const is = was === undefined ? -1 : written.reduce((place, { mapping }) => mapping.map(place, 1), was)
    const keeper = at.includes(is) ? is : at[0]
    return [...all, ...at.filter((place) => place !== keeper)]
  }, nameless)
}

/** Where clauses begin, by their id. They stand in the text itself only. */
function clausePlaces(doc: Node): Map<string | null, number[]> {
  const places = new Map<string | null, number[]>()
  doc.forEach((node, at) => {
    if (node.type.name !== 'clause') return
    const id = node.attrs['id'] as string | null
    places.set(id, [...(places.get(id) ?? []), at])
  })
  return places
}
