import { inflateRawSync } from 'node:zlib'
import type { attachmentMedia } from '@meydan/shared/contracts/threads'
import { packedBytes, type ZipEntry, zipEntries } from './zip-entries.ts'

type Media = (typeof attachmentMedia)[number]

/** The part that makes a zip a document of a kind. */
const PARTS: readonly (readonly [part: string, media: Media])[] = [
  ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/presentation.xml', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]
const OPEN_MEDIA: readonly Media[] = [
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
]
const TYPES = '[Content_Types].xml'
const TYPES_MAX_BYTES = 512 * 1024
/** What runs when a document is opened, of both families. */
const MACROS = /(^|\/)(vba[^/]*\.(bin|xml)|macrosheets\/|activex\/)|^(basic|scripts)\/./i

/** Which office document a zip is; null where it is none of ours, or carries macros. */
export function officeKind(bytes: Buffer): Media | null {
  const entries = zipEntries(bytes)
  if (!entries || entries.some(({ name }) => MACROS.test(name))) return null
  const types = entries.find(({ name }) => name === TYPES)
  return types ? openXmlKind(bytes, entries, types) : openDocumentKind(bytes, entries)
}

function openXmlKind(bytes: Buffer, entries: readonly ZipEntry[], types: ZipEntry): Media | null {
  const names = new Set(entries.map(({ name }) => name))
  const found = PARTS.filter(([part]) => names.has(part))
  const said = unpacked(bytes, types)
  // A macro under another name is told here, or it is none.
  if (found.length !== 1 || !names.has('_rels/.rels') || !said || /macroenabled|vba/i.test(said)) return null
  return found[0]![1]
}

/** The kind stands as it is at the very beginning. */
function openDocumentKind(bytes: Buffer, entries: readonly ZipEntry[]): Media | null {
  const first = entries.find(({ at }) => at === 0)
  if (first?.name !== 'mimetype' || first.method !== 0 || first.size > 100) return null
  const said = packedBytes(bytes, first).toString('latin1')
  return entries.some(({ name }) => name === 'content.xml')
    ? (OPEN_MEDIA.find((media) => media === said) ?? null)
    : null
}

function unpacked(bytes: Buffer, entry: ZipEntry): string | null {
  const packed = packedBytes(bytes, entry)
  try {
    const whole = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: TYPES_MAX_BYTES })
    return whole.length > TYPES_MAX_BYTES ? null : whole.toString('utf8')
  } catch {
    return null
  }
}
