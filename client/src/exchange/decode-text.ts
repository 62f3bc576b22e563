import type { Language } from '@meydan/shared/languages'

/** What spreadsheets on older systems write where they don't write UTF-8. */
const legacy: Partial<Record<Language, string>> = { tr: 'windows-1254', ar: 'windows-1256' }

/** A file's bytes as text: UTF-8, UTF-16 after its mark, else the code page of the language; null for what is no text. */
export function decodeText(bytes: Uint8Array, language: Language): string | null {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)
  const wide = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : null
  if (wide) return new TextDecoder(wide).decode(bytes)
  if (bytes.subarray(0, 4096).includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(legacy[language] ?? 'windows-1252').decode(bytes)
  }
}
