import { FILE_NAME_MAX } from '@meydan/shared/contracts/threads'

/** How files of a kind end; the first where one has to be given. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'text/plain': ['txt'],
  'text/csv': ['csv'],
}
/** Of pictures as they came: what is kept is none of these any more, and ends as what it is. */
const PICTURES = ['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif', 'heic', 'heif']
const NAMED = new Set([...Object.values(EXTENSIONS).flat(), ...PICTURES])

/**
 * What a file is kept as: its name without folders, invisible or reserved characters, with the extension of what it is.
 * Null where the name says it is another of our kinds.
 */
export function fileName(given: string, mediaType: string): { name: string; mediaType: string } | null {
  const [stem, extension] = parted(cleaned(given))
  const kept = mediaType === 'text/plain' && extension === 'csv' ? 'text/csv' : mediaType
  const own = EXTENSIONS[kept] ?? []
  const fits = own.includes(extension) || (kept === 'image/webp' && PICTURES.includes(extension))
  if (!fits && NAMED.has(extension)) return null
  const ending = own.includes(extension) ? extension : (own[0] ?? '')
  // What isn't one of our endings belongs to the name: `run.bat` is kept as `run.bat.txt`.
  const whole = fits || extension === '' ? stem : `${stem}.${extension}`
  const room = FILE_NAME_MAX - ending.length - 1
  return { name: `${[...whole].slice(0, room).join('').trim() || 'file'}.${ending}`, mediaType: kept }
}

function cleaned(given: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1)!
  return last
    .replace(/[:*?"<>|\p{Zl}\p{Zp}]|(?!\u200c)\p{C}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
}

function parted(name: string): [stem: string, extension: string] {
  const at = name.lastIndexOf('.')
  return at > 0 ? [name.slice(0, at).trim(), name.slice(at + 1).toLowerCase()] : [name, '']
}

/** The header that says how a file is called: as it is where a browser reads UTF-8, in ASCII where it doesn't. */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[\\/:*?"<>|%]/g, '')
    .trim()
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${plain.startsWith('.') ? `file${plain}` : plain}"; filename*=UTF-8''${encoded}`
}
