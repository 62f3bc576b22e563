import type { Translate } from '../../i18n/index.ts'

/** `bytes` in the unit that people read: whole kilobytes, or megabytes with one decimal. */
export function fileSize(t: Translate, number: (value: number) => string, bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024))
  if (kilobytes < 1000) return t('threads.kilobytes', { shown: number(kilobytes) })
  return t('threads.megabytes', { shown: number(Math.round(bytes / 104_857.6) / 10) })
}

const NAMES: Record<string, string> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.oasis.opendocument.text': 'ODT',
  'application/vnd.oasis.opendocument.spreadsheet': 'ODS',
  'text/plain': 'TXT',
  'text/csv': 'CSV',
}

/** What kind of file it is, as its name would end: these are the same in every language. */
export function fileKind(mediaType: string): string {
  return NAMES[mediaType] ?? mediaType.split('/').at(-1)!.toUpperCase()
}
