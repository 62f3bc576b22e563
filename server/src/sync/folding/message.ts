import type { DocumentKind } from '@meydan/shared/documents/kinds'
import type { Change, LogRow } from '../history/changes.ts'
import type { DeletedRecords } from '../history/deleted-records.ts'

/** What a folding thread is asked. Transferred, not copied: `buffersOf` names what goes over. */
export type FoldQuestion = {
  kind: DocumentKind
  /** All parts, one behind the other. */
  bytes: Uint8Array<ArrayBuffer>
  lengths: Uint32Array<ArrayBuffer>
  /** Of the rows among the parts, which are the last ones; null where nobody asks who changed what. */
  rows: { seqs: Float64Array<ArrayBuffer>; times: Float64Array<ArrayBuffer>; seatIds: (string | null)[] } | null
}

export type FoldAnswer =
  | { failed: string }
  | {
      readable: number
      bytes: Uint8Array<ArrayBuffer> | null
      version: number
      /** What is kept of the rows: who changed what, and the records that were deleted. */
      changes: Change[]
      deleted: DeletedRecords[]
      /** Why there is none of that, where it failed; the fold itself is good. */
      historyFailed: string | null
    }

/** Packs a snapshot (if any) and rows; `withChanges` asks for who changed what in those rows. */
export function packed(kind: DocumentKind, base: Uint8Array | null, rows: readonly LogRow[]): FoldQuestion {
  const question = packedParts(kind, base ? [base, ...rows.map(({ bytes }) => bytes)] : rows.map(({ bytes }) => bytes))
  return {
    ...question,
    rows: {
      seqs: Float64Array.from(rows, ({ seq }) => seq),
      times: Float64Array.from(rows, ({ createdAt }) => createdAt.getTime()),
      seatIds: rows.map(({ seatId }) => seatId),
    },
  }
}

/** Packs parts of which only the readable ones are wanted, as one. */
export function packedParts(kind: DocumentKind, parts: readonly Uint8Array[]): FoldQuestion {
  const lengths = Uint32Array.from(parts, (part) => part.byteLength)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return { kind, bytes, lengths, rows: null }
}

export function buffersOf({ bytes, lengths, rows }: FoldQuestion): ArrayBuffer[] {
  return [bytes.buffer, lengths.buffer, ...(rows ? [rows.seqs.buffer, rows.times.buffer] : [])]
}

/** The parts, and the rows among them, as they were packed. */
export function unpacked({ bytes, lengths, rows }: FoldQuestion): { parts: Uint8Array[]; rows: LogRow[] | null } {
  const parts: Uint8Array[] = []
  let at = 0
  for (const length of lengths) {
    parts.push(bytes.subarray(at, at + length))
    at += length
  }
  if (!rows) return { parts, rows: null }
  const first = parts.length - rows.seatIds.length
  return {
    parts,
    rows: rows.seatIds.map((seatId, index) => ({
      seq: rows.seqs[index]!,
      bytes: parts[first + index]!,
      seatId,
      createdAt: new Date(rows.times[index]!),
    })),
  }
}
