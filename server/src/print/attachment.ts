import { oneLine, shortened } from './printed-words.ts'

/**
 * The header that names a file as every file system takes it: as it is where the browser reads UTF-8, and in ASCII where
 * it doesn't. `otherwise`: for a title of which nothing is left.
 */
export function attachment(title: string, otherwise: string, extension = 'pdf'): string {
  const name = fileName(title) || otherwise
  const plain =
    name
      .normalize('NFKD')
      .replace(/[^\x20-\x7e]/g, '')
      // Once more: in compatible letters a wide slash is a slash.
      .replace(/[\\/:*?"<>|%]/g, '')
      .replace(/^[. ]+|[. ]+$/g, '') || otherwise
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}.${extension}"; filename*=UTF-8''${encoded}.${extension}`
}

function fileName(title: string): string {
  const safe = oneLine(title)
    .replace(/[\\/:*?"<>|\p{C}]+/gu, ' ')
    .replace(/\s+/g, ' ')
  return (
    shortened(safe, 80)
      .replace(/…$/, '')
      .replace(/^[. ]+|[. ]+$/g, '') || ''
  )
}
