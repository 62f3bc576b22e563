import type * as Y from 'yjs'
import type { RichBlock } from '../rich-text/read.ts'
import type { DocumentMigration } from '../versions.ts'
import { Minutes } from './minutes.ts'

export const minutesMigrations: readonly DocumentMigration[] = []

/** Everything readable in minutes. Total: odd documents give less and `problems`, never an error. */
export function parseMinutes(doc: Y.Doc): { meeting: string | null; blocks: RichBlock[]; problems: string[] } {
  const minutes = new Minutes(doc)
  return { meeting: minutes.meeting, blocks: minutes.blocks(), problems: minutes.parts.problems() }
}
