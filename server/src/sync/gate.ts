import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { UPDATE_MAX_BYTES } from './wire.ts'

/**
 * Judges a V1 update before it is applied: Yjs can't roll back, and y-protocols swallows errors half-way.
 * One pass over the bytes; nothing is allocated by a declared count. What passes leaves no pending structs,
 * no foreign root types, no subdocuments and no deep nesting behind. Format: yjs `encodeStateAsUpdate`, V1
 * (src/utils/encoding.js, src/structs/*.js of yjs 13.6).
 */
export type Refusal =
  | 'too_large'
  | 'malformed'
  | 'gap'
  | 'foreign_client'
  | 'content'
  | 'root'
  | 'key'
  | 'depth'
  | 'readonly'

export type Verdict =
  /** `adds` is false where the document has everything already: acknowledged, never stored. */
  { ok: true; adds: boolean; clients: number[] } | { ok: false; reason: Refusal }

export type GateRules = {
  roots: ReadonlySet<string>
  /** Whether this person may write structs under a client id: not when another person holds it. */
  mayUseClient: (clientId: number) => boolean
  mayWrite: boolean
}

const SERVER_ROOT = 'meta'
const DEPTH_MAX = 6
const ANY_MEMBERS_MAX = 1_000
const KEY_MAX = 256
const LENGTH_MAX = 1_000_000
const CLIENTS_MAX = 32
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

const INFO_ORIGIN = 0x80
const INFO_RIGHT_ORIGIN = 0x40
const INFO_PARENT_SUB = 0x20

class Refused extends Error {
  readonly reason: Refusal
  constructor(reason: Refusal) {
    super(reason)
    this.reason = reason
  }
}

type Id = { client: number; clock: number }
/** A struct's own id; `isNew` where the document doesn't have it yet. */
type Place = Id & { isNew: boolean }
type Section = { client: number; start: number; end: number }

/** What one pass collects, to be held against the document and the rest of the frame afterwards. */
type Survey = {
  sections: Section[]
  /** Ids the structs lean on; each must be known to the document or come in this frame. */
  references: Id[]
  /** What new structs stand beside: they share its parent without naming it. */
  neighbours: Id[]
  /** Types made in this frame by an item with an explicit parent, for the depth rule. */
  nested: { at: Id; parent: Id }[]
  deletes: { client: number; start: number; end: number }[]
}

/** Judges `update` against the document as it stands in memory. Never throws, never changes the document. */
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

function surveyUpdate(update: Uint8Array, doc: Y.Doc, rules: GateRules): Survey {
  const decoder = decoding.createDecoder(update)
  const survey: Survey = { sections: [], references: [], neighbours: [], nested: [], deletes: [] }
  const clients = readCount(decoder, 4)
  if (clients > CLIENTS_MAX) throw new Refused('foreign_client')
  for (let index = 0; index < clients; index++) surveySection(decoder, survey, doc, rules)
  surveyDeletes(decoder, survey)
  if (decoding.hasContent(decoder)) throw new Refused('malformed')
  return survey
}

function surveySection(decoder: decoding.Decoder, survey: Survey, doc: Y.Doc, rules: GateRules): void {
  const structs = readCount(decoder, 2)
  const client = readClient(decoder)
  const start = readClock(decoder)
  const known = Y.getState(doc.store, client)
  let clock = start
  for (let index = 0; index < structs; index++) {
    clock += surveyStruct(decoder, { client, clock, isNew: clock >= known }, survey, rules)
    if (!Number.isSafeInteger(clock)) throw new Refused('malformed')
  }
  if (survey.sections.some((section) => section.client === client)) throw new Refused('malformed')
  survey.sections.push({ client, start, end: clock })
}

/** Reads one struct and returns its length in clock units. */
function surveyStruct(decoder: decoding.Decoder, at: Place, survey: Survey, rules: GateRules): number {
  const info = decoding.readUint8(decoder)
  const kind = info & 0x1f
  if (kind === 10) throw new Refused('gap')
  if (kind === 0) return readLength(decoder)
  const hasOrigin = (info & INFO_ORIGIN) !== 0
  const hasRightOrigin = (info & INFO_RIGHT_ORIGIN) !== 0
  for (const given of [hasOrigin, hasRightOrigin]) {
    if (!given) continue
    const neighbour = readId(decoder)
    survey.references.push(neighbour)
    if (at.isNew) survey.neighbours.push(neighbour)
  }
  if (!hasOrigin && !hasRightOrigin) surveyParent(decoder, at, info, survey, rules)
  return readContent(decoder, kind)
}

function surveyParent(decoder: decoding.Decoder, at: Place, info: number, survey: Survey, rules: GateRules): void {
  if (decoding.readVarUint(decoder) === 1) {
    const root = decoding.readVarString(decoder)
    if (!rules.roots.has(root) || (root === SERVER_ROOT && at.isNew)) throw new Refused('root')
  } else {
    const parent = readId(decoder)
    survey.references.push(parent)
    survey.nested.push({ at, parent })
  }
  if ((info & INFO_PARENT_SUB) !== 0) checkKey(decoding.readVarString(decoder))
}

function readContent(decoder: decoding.Decoder, kind: number): number {
  switch (kind) {
    case 1: // deleted
      return readLength(decoder)
    case 4: {
      // string, counted in UTF-16 units as Yjs does; readVarString throws on invalid UTF-8
      const length = decoding.readVarString(decoder).length
      if (length === 0) throw new Refused('malformed')
      return length
    }
    case 6: // format: key and JSON value
      checkKey(decoding.readVarString(decoder))
      checkJson(JSON.parse(decoding.readVarString(decoder)) as unknown, 0)
      return 1
    case 7: // shared type: array, map, text only
      if (decoding.readVarUint(decoder) > 2) throw new Refused('content')
      return 1
    case 8: {
      const values = readCount(decoder, 1)
      if (values === 0) throw new Refused('malformed')
      for (let index = 0; index < values; index++) checkAny(decoder, 0)
      return values
    }
    default: // JSON, binary, embed, subdocument and what isn't known
      throw new Refused('content')
  }
}

/** Walks a lib0 `any` without building it, so that depth and members are bounded before anything is allocated. */
function checkAny(decoder: decoding.Decoder, depth: number): void {
  if (depth > DEPTH_MAX) throw new Refused('depth')
  const type = decoding.readUint8(decoder)
  switch (type) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return
    case 125:
      decoding.readVarInt(decoder)
      return
    case 124:
      decoding.readFloat32(decoder)
      return
    case 123:
      decoding.readFloat64(decoder)
      return
    case 122:
      decoding.readBigInt64(decoder)
      return
    case 119:
      decoding.readVarString(decoder)
      return
    case 118: {
      const members = readMembers(decoder)
      for (let index = 0; index < members; index++) {
        checkKey(decoding.readVarString(decoder))
        checkAny(decoder, depth + 1)
      }
      return
    }
    case 117: {
      const members = readMembers(decoder)
      for (let index = 0; index < members; index++) checkAny(decoder, depth + 1)
      return
    }
    default: // bytes (116) and what isn't known
      throw new Refused('content')
  }
}

function checkJson(value: unknown, depth: number): void {
  if (depth > DEPTH_MAX) throw new Refused('depth')
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    checkKey(key)
    checkJson((value as Record<string, unknown>)[key], depth + 1)
  }
}

function surveyDeletes(decoder: decoding.Decoder, survey: Survey): void {
  const clients = readCount(decoder, 2)
  for (let index = 0; index < clients; index++) {
    const client = readClient(decoder)
    const ranges = readCount(decoder, 2)
    for (let range = 0; range < ranges; range++) {
      const start = readClock(decoder)
      const end = start + decoding.readVarUint(decoder)
      if (!Number.isSafeInteger(end) || end <= start) throw new Refused('malformed')
      survey.deletes.push({ client, start, end })
    }
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

/** A declared number of parts, each of which takes at least `bytesEach` of what is left. */
function readCount(decoder: decoding.Decoder, bytesEach: number): number {
  const count = decoding.readVarUint(decoder)
  if (count * bytesEach > decoder.arr.byteLength - decoder.pos) throw new Refused('malformed')
  return count
}

function readMembers(decoder: decoding.Decoder): number {
  const members = readCount(decoder, 1)
  if (members > ANY_MEMBERS_MAX) throw new Refused('content')
  return members
}

function readClient(decoder: decoding.Decoder): number {
  const client = decoding.readVarUint(decoder)
  if (!Number.isSafeInteger(client)) throw new Refused('malformed')
  return client
}

function readClock(decoder: decoding.Decoder): number {
  const clock = decoding.readVarUint(decoder)
  if (!Number.isSafeInteger(clock)) throw new Refused('malformed')
  return clock
}

function readId(decoder: decoding.Decoder): Id {
  return { client: readClient(decoder), clock: readClock(decoder) }
}

function readLength(decoder: decoding.Decoder): number {
  const length = decoding.readVarUint(decoder)
  if (length < 1 || length > LENGTH_MAX) throw new Refused('malformed')
  return length
}

function checkKey(key: string): void {
  if (key.length > KEY_MAX || FORBIDDEN_KEYS.has(key)) throw new Refused('key')
}
