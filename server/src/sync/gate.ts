import * as Y from 'yjs'
import { DEPTH_MAX, type Refusal, Refused } from './gate-content.ts'
import { type GateRules, type Id, SERVER_ROOT, type Survey, surveyUpdate } from './gate-survey.ts'
import { UPDATE_MAX_BYTES } from './wire.ts'

export type Verdict =
  /** `adds` is false where the document has everything already: acknowledged, never stored. */
  { ok: true; adds: boolean; clients: number[] } | { ok: false; reason: Refusal }

/**
 * Judges a V1 update before it is applied: Yjs can't roll back, and y-protocols swallows errors half-way.
 * One pass over the bytes; nothing is allocated by a declared count. What passes leaves no pending structs,
 * no foreign root types, no subdocuments and no deep nesting behind. Format: yjs `encodeStateAsUpdate`, V1
 * (src/utils/encoding.js, src/structs/*.js of yjs 13.6).
 *
 * Never throws, never changes the document.
 */
export function judge(update: Uint8Array, doc: Y.Doc, rules: GateRules): Verdict {
  if (update.byteLength > UPDATE_MAX_BYTES) return { ok: false, reason: 'too_large' }
  try {
    const survey = surveyUpdate(update, doc, rules)
    const known = endClocks(survey, doc)
    for (const { client, clock } of survey.references) if (clock >= known(client)) throw new Refused('gap')
    for (const { client, end } of survey.deletes) if (end > known(client)) throw new Refused('gap')
    checkDepth(survey, doc)
    checkServerRoot(survey, doc)
    const writes = survey.sections.filter(({ client, end }) => end > Y.getState(doc.store, client))
    for (const { client } of writes) if (!rules.mayUseClient(client)) throw new Refused('foreign_client')
    const adds = writes.length > 0 || survey.deletes.some((range) => !isDeleted(doc, range))
    if (adds && !rules.mayWrite) throw new Refused('readonly')
    return { ok: true, adds, clients: writes.map(({ client }) => client) }
  } catch (error) {
    return { ok: false, reason: error instanceof Refused ? error.reason : 'malformed' }
  }
}

/** The first clock each client will not have after this frame. Throws on a section that begins beyond what is known. */
function endClocks(survey: Survey, doc: Y.Doc): (client: number) => number {
  const ends = new Map<number, number>()
  for (const { client, start, end } of survey.sections) {
    const state = Y.getState(doc.store, client)
    if (start > state) throw new Refused('gap')
    ends.set(client, Math.max(state, end))
  }
  return (client) => ends.get(client) ?? Y.getState(doc.store, client)
}

function checkDepth(survey: Survey, doc: Y.Doc): void {
  const parents = new Map(survey.nested.map(({ at, parent }) => [`${at.client}:${at.clock}`, parent]))
  for (const { parent } of survey.nested) {
    let depth = 1
    let up: Id | undefined = parent
    while (up && depth <= DEPTH_MAX) {
      const inFrame = parents.get(`${up.client}:${up.clock}`)
      if (!inFrame) break
      up = inFrame
      depth++
    }
    if (up && up.clock < Y.getState(doc.store, up.client)) depth += depthInDocument(doc, up)
    if (depth > DEPTH_MAX) throw new Refused('depth')
  }
}

/** The document's version is the server's: whoever could write it could lock everybody out. */
function checkServerRoot(survey: Survey, doc: Y.Doc): void {
  const guarded = doc.share.get(SERVER_ROOT)
  if (!guarded) return
  for (const { client, clock } of survey.neighbours) {
    if (clock >= Y.getState(doc.store, client)) continue
    const item = Y.getItem(doc.store, Y.createID(client, clock)) as Y.Item | Y.GC
    if (item instanceof Y.Item && item.parent === guarded) throw new Refused('root')
  }
}

function depthInDocument(doc: Y.Doc, id: Id): number {
  let depth = 0
  let item = Y.getItem(doc.store, Y.createID(id.client, id.clock)) as Y.Item | Y.GC | null
  while (item instanceof Y.Item && depth <= DEPTH_MAX) {
    depth++
    const parent: unknown = item.parent
    item = parent instanceof Y.AbstractType ? parent._item : null
  }
  return depth
}

/** Whether everything in a range is already deleted. Ranges span few structs: an honest frame names what it removes. */
function isDeleted(doc: Y.Doc, range: { client: number; start: number; end: number }): boolean {
  const structs = doc.store.clients.get(range.client)
  if (!structs) return false
  let index = Y.findIndexSS(structs, range.start)
  while (index < structs.length && structs[index]!.id.clock < range.end) {
    if (!structs[index]!.deleted) return false
    index++
  }
  return true
}
