import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type CutLimits = {
  /** A piece is at most this large, in bytes; only a single struct that is larger by itself makes a larger one. */
  bytes: number
  /** A piece speaks of at most so many client ids. */
  clients: number
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Id = { client: number; clock: number }

/** A range of a delete set takes at most two long varints. */
const RANGE_MAX_BYTES = 18
const CLIENT_HEAD_MAX_BYTES = 28

/**
 * Cuts an update into pieces that can be sent one after the other: each leans only on what stands before it, the
 * deletions come last. Where possible a piece ends with a whole record, so that nobody sees, or mends, half a note.
 */
export function cutUpdate(update: Uint8Array, limits: CutLimits): Uint8Array[] {
  // An update begins with the number of its clients.
  const clients = decoding.readVarUint(decoding.createDecoder(update))
  if (update.byteLength <= limits.bytes && clients <= limits.clients) return [update]
  const { structs, ds } = Y.decodeUpdate(update)
  const ordered = inOrder(structs)
  // Something is missing from it already; cutting it would not make that better.
  if (!ordered) return [update]
  return [...packed(ordered, limits).map(encodeStructs), ...deletionPieces(ds.clients, limits.bytes)]
}

/** Every struct after the ones it leans on; null where one leans on something that isn't there. */
function inOrder(structs: readonly Struct[]): Struct[] | null {
  const queues = new Map<number, Struct[]>()
  const come = new Map<number, number>()
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return null
    const { client, clock } = struct.id
    const queue = queues.get(client)
    if (queue) queue.push(struct)
    else {
      queues.set(client, [struct])
      come.set(client, clock)
    }
  }
  const isThere = ({ client, clock }: Id) => clock < (come.get(client) ?? Number.POSITIVE_INFINITY)
  const ordered: Struct[] = []
  const next = new Map<number, number>()
  for (let moved = true; moved; ) {
    moved = false
    for (const [client, queue] of queues) {
      let at = next.get(client) ?? 0
      for (; at < queue.length && leansOn(queue[at]!).every(isThere); at++) {
        const struct = queue[at]!
        come.set(client, struct.id.clock + struct.length)
        ordered.push(struct)
        moved = true
      }
      next.set(client, at)
    }
  }
  return ordered.length === structs.length ? ordered : null
}

function leansOn(struct: Struct): Id[] {
  if (!(struct instanceof Y.Item)) return []
  // What is not integrated yet names its parent by id or by the name of a root.
  const parent = struct.parent as unknown
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null].filter((id) => id !== null)
}

/** A record begins in a root of its own; its words, under the same id in `texts`, belong to it. */
function beginsRecord(struct: Struct): boolean {
  const parent = struct instanceof Y.Item ? (struct.parent as unknown) : null
  return typeof parent === 'string' && parent !== 'texts'
}

function packed(ordered: readonly Struct[], { bytes, clients }: CutLimits): Struct[][] {
  const scale = new Y.UpdateEncoderV1()
  const sizes = ordered.map((struct) => {
    const before = encoding.length(scale.restEncoder)
    struct.write(scale, 0)
    return encoding.length(scale.restEncoder) - before
  })
  const pieces: Struct[][] = []
  for (let start = 0; start < ordered.length; ) {
    const seen = new Set<number>()
    let size = 4
    let end = start
    let boundary = start
    for (; end < ordered.length; end++) {
      const struct = ordered[end]!
      if (end > start && beginsRecord(struct)) boundary = end
      const head = seen.has(struct.id.client) ? 0 : CLIENT_HEAD_MAX_BYTES
      if (end > start && (size + head + sizes[end]! > bytes || (head > 0 && seen.size === clients))) break
      size += head + sizes[end]!
      seen.add(struct.id.client)
    }
    const cut = end < ordered.length && boundary > start ? boundary : end
    pieces.push(ordered.slice(start, cut))
    start = cut
  }
  return pieces
}

function encodeStructs(structs: readonly Struct[]): Uint8Array {
  const sections = Map.groupBy(structs, ({ id }) => id.client)
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, sections.size)
  for (const [client, section] of sections) {
    encoding.writeVarUint(encoder.restEncoder, section.length)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, section[0]!.id.clock)
    for (const struct of section) struct.write(encoder, 0)
  }
  encoding.writeVarUint(encoder.restEncoder, 0)
  return encoder.toUint8Array()
}

type Ranges = Map<number, { clock: number; len: number }[]>

function deletionPieces(deleted: Ranges, bytes: number): Uint8Array[] {
  const most = Math.max(1, Math.floor(bytes / (RANGE_MAX_BYTES + CLIENT_HEAD_MAX_BYTES)))
  const all = [...deleted].flatMap(([client, ranges]) => ranges.map((range) => ({ client, ...range })))
  const pieces: Uint8Array[] = []
  for (let start = 0; start < all.length; start += most) {
    const byClient = Map.groupBy(all.slice(start, start + most), ({ client }) => client)
    pieces.push(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 0)
        encoding.writeVarUint(encoder, byClient.size)
        for (const [client, ranges] of byClient) {
          encoding.writeVarUint(encoder, client)
          encoding.writeVarUint(encoder, ranges.length)
          for (const { clock, len } of ranges) {
            encoding.writeVarUint(encoder, clock)
            encoding.writeVarUint(encoder, len)
          }
        }
      }),
    )
  }
  return pieces
}
