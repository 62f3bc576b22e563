import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

/**
 * Whether the document, with this update, reads the same when it is loaded anew. Costs two loads, so it is asked only
 * about the few frames whose claims contradict each other (`isOdd`). Never changes the document.
 */
export function readsTheSameAnew(doc: Y.Doc, update: Uint8Array, roots: ReadonlySet<string>): boolean {
  const grown = new Y.Doc()
  const anew = new Y.Doc()
  try {
    Y.applyUpdate(grown, Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(grown, update)
    Y.applyUpdate(anew, Y.encodeStateAsUpdate(grown))
    return [...roots].every((root) => isDeepStrictEqual(grown.getMap(root).toJSON(), anew.getMap(root).toJSON()))
  } catch {
    return false
  } finally {
    grown.destroy()
    anew.destroy()
  }
}
