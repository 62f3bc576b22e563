import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { checkKey, readContent, readCount, readLength, Refused } from './gate-content.ts'

export type GateRules = {
  roots: ReadonlySet<string>
  /** Whether this person may write structs under a client id: not when another person holds it. */
  mayUseClient: (clientId: number) => boolean
  mayWrite: boolean
}

export const SERVER_ROOT = 'meta'
const CLIENTS_MAX = 32
const INFO_ORIGIN = 0x80
const INFO_RIGHT_ORIGIN = 0x40
const INFO_PARENT_SUB = 0x20

export type Id = { client: number; clock: number }
/** A struct's own id; `isNew` where the document doesn't have it yet. */
type Place = Id & { isNew: boolean }
type Section = { client: number; start: number; end: number }

/** What one pass collects, to be held against the document and the rest of the frame afterwards. */
export type Survey = {
  sections: Section[]
  /** Ids the structs lean on; each must be known to the document or come in this frame. */
  references: Id[]
  /** What new structs stand beside: they share its parent without naming it. */
  neighbours: Id[]
  /** Types made in this frame by an item with an explicit parent, for the depth rule. */
  nested: { at: Id; parent: Id }[]
  deletes: { client: number; start: number; end: number }[]
}

/** Reads a whole V1 update; throws Refused, or whatever lib0 throws on bytes that are none. */
export function surveyUpdate(update: Uint8Array, doc: Y.Doc, rules: GateRules): Survey {
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
