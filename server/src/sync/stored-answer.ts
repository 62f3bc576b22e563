import { crc32 } from 'node:zlib'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { StoredDocument } from './document-log.ts'
import { surveyUpdate } from './gate/survey.ts'
import { syncFrame, syncSteps, toWebSocketFrame } from './wire.ts'

/** Below this a document is built sooner than anybody notices. */
const WORTH_IT_BYTES = 256 * 1024

/**
 * What somebody who has nothing yet is sent of a document that isn't built: its snapshot as it is stored, and the rows
 * after it. Building a day's board takes a second, reading it a tenth of one. Null where it has to be built first: it
 * is small, or its bytes aren't proven to be those that the fold has verified, or they are of another version.
 */
export function storedAnswer({ kind, parts, snapshot, quarantined }: StoredDocument): Buffer[] | null {
  const [bytes, ...rows] = parts
  if (!bytes || !snapshot || quarantined || bytes.byteLength < WORTH_IT_BYTES) return null
  const { version, roots, texts } = documentCatalogue[kind]
  if (snapshot.version !== version || snapshot.crc !== crc32(bytes)) return null
  try {
    for (const row of rows) surveyUpdate(row, { roots, richRoot: texts.rich && texts.root })
  } catch {
    return null
  }
  const asFrame = (update: Uint8Array, step: number) => toWebSocketFrame(syncFrame(step as 1 | 2, update))
  return [asFrame(bytes, syncSteps.step2), ...rows.map((row) => asFrame(row, syncSteps.update))]
}
