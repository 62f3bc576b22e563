/** A file inside of a zip, as the zip's own list says. */
export type ZipEntry = {
  name: string
  /** 0: as it is · 8: deflated. Nothing else is read. */
  method: number
  packed: number
  size: number
  /** Where it begins. */
  at: number
}

const END = 0x06054b50
const LISTED = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const LISTED_BYTES = 46
const LOCAL_BYTES = 30
const COMMENT_MAX = 0xffff
const ENTRIES_MAX = 4_000
/** What unpacking it all may take, and how many times its own size. */
const UNPACKED_MAX_BYTES = 250 * 1024 * 1024
const RATIO_MAX = 150
/** Below this no ratio matters. */
const SMALL_BYTES = 4 * 1024 * 1024

/**
 * What is in a zip, without unpacking any of it. Null where it is none, or is one that no office program writes:
 * encrypted, in several parts, with files that lie over each other or lead out of it, or that would unpack to far more
 * than they are.
 */
export function zipEntries(bytes: Buffer): ZipEntry[] | null {
  const list = listOf(bytes)
  if (!list) return null
  const entries: ZipEntry[] = []
  let at = list.from
  for (let index = 0; index < list.count; index++) {
    const read = entryAt(bytes, at, list.from)
    if (!read) return null
    entries.push(read.entry)
    at = read.next
  }
  return at === list.to && isHonest(entries, list.from) ? entries : null
}

function listOf(bytes: Buffer): { from: number; to: number; count: number } | null {
  if (bytes.length < END_BYTES || bytes.readUInt32LE(0) !== LOCAL) return null
  const to = endAt(bytes)
  if (to === null) return null
  const count = bytes.readUInt16LE(to + 10)
  const [length, from] = [bytes.readUInt32LE(to + 12), bytes.readUInt32LE(to + 16)]
  const isInOnePart = bytes.readUInt32LE(to + 4) === 0 && bytes.readUInt16LE(to + 8) === count
  return isInOnePart && count > 0 && count <= ENTRIES_MAX && from + length === to ? { from, to, count } : null
}

/** Where the end of the list is told: the last thing in the file but for a comment of known length. */
function endAt(bytes: Buffer): number | null {
  const earliest = Math.max(0, bytes.length - END_BYTES - COMMENT_MAX)
  for (let at = bytes.length - END_BYTES; at >= earliest; at--) {
    if (bytes.readUInt32LE(at) === END && at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) return at
  }
  return null
}

function entryAt(bytes: Buffer, at: number, listFrom: number): { entry: ZipEntry; next: number } | null {
  if (at + LISTED_BYTES > bytes.length || bytes.readUInt32LE(at) !== LISTED) return null
  const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1
  const [method, packed, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
  const nameEnds = at + LISTED_BYTES + bytes.readUInt16LE(at + 28)
  const next = nameEnds + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const local = bytes.readUInt32LE(at + 42)
  if (isEncrypted || next > bytes.length || local + LOCAL_BYTES > listFrom) return null
  if (bytes.readUInt32LE(local) !== LOCAL) return null
  const name = bytes.toString('utf8', at + LISTED_BYTES, nameEnds)
  return { entry: { name, method, packed, size, at: local }, next }
}

function isHonest(entries: readonly ZipEntry[], listFrom: number): boolean {
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0)
  if (unpacked > UNPACKED_MAX_BYTES || (unpacked > SMALL_BYTES && unpacked > listFrom * RATIO_MAX)) return false
  if (new Set(entries.map(({ name }) => name)).size < entries.length) return false
  if (!entries.every(({ name, method }) => isInside(name) && (method === 0 || method === 8))) return false
  const inOrder = entries.toSorted((a, b) => a.at - b.at)
  return inOrder.every(
    ({ at, name, packed }, index) =>
      at + LOCAL_BYTES + Buffer.byteLength(name) + packed <= (inOrder[index + 1]?.at ?? listFrom),
  )
}

function isInside(name: string): boolean {
  return name !== '' && !/^[/\\]|\\|\0|(^|\/)\.\.(\/|$)|^[a-z]:/i.test(name)
}

/** Where the bytes of an entry are. */
export function packedBytes(bytes: Buffer, { at, packed }: ZipEntry): Buffer {
  const from = at + LOCAL_BYTES + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
  return bytes.subarray(from, from + packed)
}
