import * as decoding from 'lib0/decoding'
import { checkKey, readContent, readCount, readLength, Refused } from './content.ts'

export const SERVER_ROOT = 'meta'
const CLIENTS_MAX = 32
const INFO_ORIGIN = 0x80
const INFO_RIGHT_ORIGIN = 0x40
const INFO_PARENT_SUB = 0x20

export type Id = { client: number; clock: number }

/** One struct as it stands in the frame. `kind` is Yjs's content number; 0 is a run of collected garbage. */
export type Struct = Id & {
  length: number
  kind: number
  /** Of a shared type (kind 7): see `TYPES`. */
  typeKind: number
  origin: Id | null
  rightOrigin: Id | null
  /** Only where it has neither neighbour: the name of a root type, or the id of the item that holds the type. */
  parent: string | Id | null
  sub: string | null
}

export type Section = { client: number; start: number; end: number; structs: Struct[] }
export type Range = { client: number; start: number; end: number }

/** What one pass collects, to be held against the document afterwards. */
export type Survey = { sections: Section[]; deletes: Range[] }

/** What a document may hold: the names of its root types, and the one in which there are rich texts. */
export type Holding = { roots: ReadonlySet<string>; richRoot?: string | undefined }

/** Reads a whole V1 update; throws Refused, or whatever lib0 throws on bytes that are none. */
export function surveyUpdate(update: Uint8Array, holding: Holding): Survey {
  const decoder = decoding.createDecoder(update)
  const clients = readCount(decoder, 4)
  if (clients > CLIENTS_MAX) throw new Refused('foreign_client')
  const sections: Section[] = []
  for (let index = 0; index < clients; index++) {
    const section = readSection(decoder, holding)
    if (sections.some(({ client }) => client === section.client)) throw new Refused('malformed')
    sections.push(section)
  }
  const deletes = readDeletes(decoder)
  if (decoding.hasContent(decoder)) throw new Refused('malformed')
  return { sections, deletes }
}

function readSection(decoder: decoding.Decoder, holding: Holding): Section {
  const count = readCount(decoder, 2)
  const client = readSafe(decoder)
  const start = readSafe(decoder)
  const structs: Struct[] = []
  let clock = start
  for (let index = 0; index < count; index++) {
    const struct = readStruct(decoder, client, clock, holding)
    structs.push(struct)
    clock += struct.length
    if (!Number.isSafeInteger(clock)) throw new Refused('malformed')
  }
  return { client, start, end: clock, structs }
}

function readStruct(decoder: decoding.Decoder, client: number, clock: number, holding: Holding): Struct {
  const info = decoding.readUint8(decoder)
  const kind = info & 0x1f
  const struct: Struct = {
    client,
    clock,
    length: 0,
    kind,
    typeKind: 0,
    origin: null,
    rightOrigin: null,
    parent: null,
    sub: null,
  }
  if (kind === 10) throw new Refused('gap')
  if (kind === 0) {
    struct.length = readLength(decoder)
    return struct
  }
  if ((info & INFO_ORIGIN) !== 0) struct.origin = readId(decoder)
  if ((info & INFO_RIGHT_ORIGIN) !== 0) struct.rightOrigin = readId(decoder)
  if (!struct.origin && !struct.rightOrigin) readParent(decoder, info, struct, holding.roots)
  readContent(decoder, struct, holding.richRoot !== undefined)
  return struct
}

function readParent(decoder: decoding.Decoder, info: number, struct: Struct, roots: ReadonlySet<string>): void {
  if (decoding.readVarUint(decoder) === 1) {
    const root = decoding.readVarString(decoder)
    if (!roots.has(root)) throw new Refused('root')
    struct.parent = root
  } else struct.parent = readId(decoder)
  if ((info & INFO_PARENT_SUB) === 0) return
  struct.sub = decoding.readVarString(decoder)
  checkKey(struct.sub)
}

/**
 * Yjs writes ranges in order and merged. Ranges that overlap would make it walk the same structs once for each: 20,000
 * of them held a server for two seconds.
 */
function readDeletes(decoder: decoding.Decoder): Range[] {
  const deletes: Range[] = []
  const seen = new Set<number>()
  const clients = readCount(decoder, 2)
  for (let index = 0; index < clients; index++) {
    const client = readSafe(decoder)
    if (seen.has(client)) throw new Refused('malformed')
    seen.add(client)
    const count = readCount(decoder, 2)
    let free = 0
    for (let range = 0; range < count; range++) {
      const start = readSafe(decoder)
      const end = start + decoding.readVarUint(decoder)
      if (!Number.isSafeInteger(end) || end <= start || start < free) throw new Refused('malformed')
      deletes.push({ client, start, end })
      free = end
    }
  }
  return deletes
}

function readSafe(decoder: decoding.Decoder): number {
  const value = decoding.readVarUint(decoder)
  if (!Number.isSafeInteger(value)) throw new Refused('malformed')
  return value
}

function readId(decoder: decoding.Decoder): Id {
  return { client: readSafe(decoder), clock: readSafe(decoder) }
}
