import type { attachmentMedia } from '@meydan/shared/contracts/threads'
import { officeKind } from './office-kind.ts'

type Media = (typeof attachmentMedia)[number]

/** What a file is by what is in it: a picture, to be decoded, one of the kinds we keep, or nothing of ours. */
export function fileKind(bytes: Buffer): 'picture' | Media | null {
  if (isPicture(bytes)) return 'picture'
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return hasEnd(bytes) ? 'application/pdf' : null
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return officeKind(bytes)
  return isPlainText(bytes) ? 'text/plain' : null
}

const PICTURES: readonly RegExp[] = [
  /^\xff\xd8\xff/,
  /^\x89PNG\r\n\x1a\n/,
  /^GIF8[79]a/,
  /^RIFF[\s\S]{4}WEBP/,
  /^[\s\S]{4}ftyp(avif|avis|mif1|msf1|heic|heix)/,
]

function isPicture(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 16).toString('latin1')
  return PICTURES.some((beginning) => beginning.test(start))
}

/** A PDF that is cut off shows nobody anything. */
function hasEnd(bytes: Buffer): boolean {
  return bytes.subarray(-2048).includes('%%EOF')
}

/** Markup that a browser could take for a page, wherever it stands; and what a shell would run. */
const NO_TEXT = /^\s*<[!?a-z/]|^#!|<(script|svg|html|iframe|object|embed|meta|body|head)\b/i

function isPlainText(bytes: Buffer): boolean {
  if (bytes.length === 0) return false
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[^\P{Cc}\t\n\r\f]/u.test(text) && !NO_TEXT.test(text)
  } catch {
    return false
  }
}
