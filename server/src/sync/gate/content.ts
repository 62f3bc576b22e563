import * as decoding from 'lib0/decoding'

/** Why a frame is not let in: label of the metric, reason of the NACK, column of the kept frame. */
export const refusals = [
  'too_large',
  'malformed',
  'gap',
  'foreign_client',
  'content',
  'root',
  'key',
  'depth',
  'readonly',
] as const
export type Refusal = (typeof refusals)[number]

export const DEPTH_MAX = 6
/** Yjs's numbers of shared types; above the plain ones is what rich texts are made of. */
export const TYPES = { map: 1, text: 2, element: 3, fragment: 4, words: 6 } as const
const RICH_TYPES: readonly number[] = [TYPES.element, TYPES.fragment, TYPES.words]
const NODE_NAME_MAX = 64
const ANY_MEMBERS_MAX = 1_000
const KEY_MAX = 256
const LENGTH_MAX = 1_000_000
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Thrown inside the gate, and only there. */
export class Refused extends Error {
  readonly reason: Refusal
  constructor(reason: Refusal) {
    super(reason)
    this.reason = reason
  }
}

/** Reads a struct’s content, and notes its length in clock units and its type. `isRich`: there may be rich texts. */
export function readContent(
  decoder: decoding.Decoder,
  into: { kind: number; length: number; typeKind: number },
  isRich: boolean,
): void {
  into.length = 1
  switch (into.kind) {
    case 1: // deleted
      into.length = readLength(decoder)
      return
    case 4: // string, counted in UTF-16 units as Yjs does; readVarString throws on invalid UTF-8
      into.length = decoding.readVarString(decoder).length
      if (into.length === 0) throw new Refused('malformed')
      return
    case 6: // format: key and JSON value
      checkKey(decoding.readVarString(decoder))
      checkJson(JSON.parse(decoding.readVarString(decoder)) as unknown, 0)
      return
    case 7: // shared type: array, map, text, and where texts are rich their parts
      into.typeKind = decoding.readVarUint(decoder)
      if (into.typeKind > TYPES.text && !(isRich && RICH_TYPES.includes(into.typeKind))) throw new Refused('content')
      if (into.typeKind === TYPES.element && decoding.readVarString(decoder).length > NODE_NAME_MAX)
        throw new Refused('content')
      return
    case 8:
      into.length = readCount(decoder, 1)
      if (into.length === 0) throw new Refused('malformed')
      for (let index = 0; index < into.length; index++) checkAny(decoder, 0)
      return
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
    default: // bytes (116), big integers (122: no JSON) and what isn't known
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

/** A declared number of parts, each of which takes at least `bytesEach` of what is left. */
export function readCount(decoder: decoding.Decoder, bytesEach: number): number {
  const count = decoding.readVarUint(decoder)
  if (count * bytesEach > decoder.arr.byteLength - decoder.pos) throw new Refused('malformed')
  return count
}

function readMembers(decoder: decoding.Decoder): number {
  const members = readCount(decoder, 1)
  if (members > ANY_MEMBERS_MAX) throw new Refused('content')
  return members
}

export function readLength(decoder: decoding.Decoder): number {
  const length = decoding.readVarUint(decoder)
  if (length < 1 || length > LENGTH_MAX) throw new Refused('malformed')
  return length
}

export function checkKey(key: string): void {
  if (key.length > KEY_MAX || FORBIDDEN_KEYS.has(key)) throw new Refused('key')
}
