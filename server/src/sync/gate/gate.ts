import * as Y from 'yjs'
import { type Refusal, Refused } from './content.ts'
import { Places } from './places.ts'
import { type Holding, type Range, SERVER_ROOT, surveyUpdate } from './survey.ts'

/** Each new range of deletions splits what it hits, for ever: 100,000 of them made 1.7 MB of 200 KB and held a server. */
const NEW_RANGES_MAX = 10_000

export type GateRules = Holding & {
  /** Whether this person may write structs under a client id: not when another person holds it. */
  mayUseClient: (clientId: number) => boolean
  mayWrite: boolean
  maxBytes: number
}

/** What an accepted frame will do to the document. */
export type Effect = {
  /** New structs, by the client id they are written under. */
  writes: Range[]
  /** Deletions that are new. */
  deletes: Range[]
  /** Keys of root types under which it puts something. */
  rootKeys: readonly { root: string; key: string }[]
  structs: number
  /** Everything in it is new: its bytes say exactly what it changes. */
  isAllNew: boolean
  /** It claims places that Yjs may find elsewhere when it loads anew: to be looked at with `readsTheSameAnew`. */
  isOdd: boolean
}

export type Verdict =
  /** `adds` is false where the document has everything already: acknowledged, never stored. */
  ({ ok: true; adds: boolean } & Effect) | { ok: false; reason: Refusal }

/**
 * Judges a V1 update before it is applied: Yjs can't roll back, and y-protocols swallows errors half-way.
 * One pass over the bytes, one over the structs in the order of their integration; nothing is allocated by a declared
 * count. What passes makes Yjs neither throw nor wait, and leaves no pending structs, no foreign root types, no
 * subdocuments, nothing hidden and no deep nesting behind. Format: yjs `encodeStateAsUpdate`, V1
 * (src/utils/encoding.js, src/structs/*.js of yjs 13.6).
 *
 * Never throws, never changes the document.
 */
export function judge(update: Uint8Array, doc: Y.Doc, rules: GateRules): Verdict {
  if (update.byteLength > rules.maxBytes) return { ok: false, reason: 'too_large' }
  try {
    const { sections, deletes } = surveyUpdate(update, rules)
    const places = new Places(doc, sections, rules.richRoot)
    for (const { client, end } of deletes) if (end > places.end(client)) throw new Refused('gap')
    checkServerRoot(deletes, doc)
    const writes: Range[] = []
    let [structs, isAllNew] = [0, true]
    for (const section of sections) {
      const state = Y.getState(doc.store, section.client)
      if (section.end > state) writes.push({ client: section.client, start: state, end: section.end })
      if (section.start < state) isAllNew = false
      structs += section.structs.length
    }
    for (const { client } of writes) if (!rules.mayUseClient(client)) throw new Refused('foreign_client')
    const fresh = deletes.filter((range) => !isDeleted(doc, range))
    if (fresh.length > NEW_RANGES_MAX) throw new Refused('too_large')
    const adds = writes.length > 0 || fresh.length > 0
    if (adds && !rules.mayWrite) throw new Refused('readonly')
    isAllNew &&= fresh.length === deletes.length
    return { ok: true, adds, writes, deletes: fresh, rootKeys: places.rootKeys, structs, isAllNew, isOdd: places.isOdd }
  } catch (error) {
    return { ok: false, reason: error instanceof Refused ? error.reason : 'malformed' }
  }
}

/** The document's version is the server's: whoever could remove it would have its migrations run again. */
function checkServerRoot(deletes: readonly Range[], doc: Y.Doc): void {
  for (const item of doc.share.get(SERVER_ROOT)?._map.values() ?? []) {
    const { client, clock } = item.id
    const isHit = ({ start, end, ...range }: Range) =>
      range.client === client && start < clock + item.length && end > clock
    if (!item.deleted && deletes.some(isHit)) throw new Refused('root')
  }
}

/** Whether everything in a range is known and deleted already. */
function isDeleted(doc: Y.Doc, range: Range): boolean {
  const structs = doc.store.clients.get(range.client)
  if (!structs || range.end > Y.getState(doc.store, range.client)) return false
  let index = Y.findIndexSS(structs, range.start)
  while (index < structs.length && structs[index]!.id.clock < range.end) {
    if (!structs[index]!.deleted) return false
    index++
  }
  return true
}
