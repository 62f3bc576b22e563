import { changesOf } from '../history/changes.ts'
import { deletedRecords } from '../history/deleted-records.ts'
import { fold } from './fold.ts'
import { type FoldAnswer, type FoldQuestion, unpacked } from './message.ts'

const nothing = { changes: [], deleted: [], historyFailed: null }

/** Carries out one question, in the folding thread. */
export function answerTo(question: FoldQuestion): FoldAnswer {
  try {
    const { kind } = question
    const { parts, rows } = unpacked(question)
    const { readable, bytes, version } = fold(kind, parts)
    const answer = { readable, bytes: bytes && new Uint8Array(bytes), version, ...nothing }
    if (!rows || readable < parts.length) return answer
    try {
      const base = parts.length > rows.length ? parts[0]! : null
      const changes = changesOf(kind, base, rows)
      return { ...answer, changes, deleted: deletedRecords(kind, base, rows, changes) }
    } catch (error) {
      // A log that is never folded for it would be worse than some rows without their authors.
      return { ...answer, historyFailed: String(error) }
    }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
