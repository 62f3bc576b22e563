import type { BoardClip } from '@meydan/shared/documents/board/clip'
import { computed, ref, shallowRef, watch } from 'vue'
import { language } from '../../../i18n/index.ts'
import { decodeText } from '../../../exchange/decode-text.ts'
import { type ClipProblem, IMPORT_BYTES_MAX, readClip } from './read-clip.ts'
import { notesOfTable, readTable, type RowProblem, type Table, wordiestColumn } from './read-notes.ts'
import { type TableLanguage, tableLanguage } from './table-language.ts'

/** Letters in a table: five hundred full notes with all their fields have fewer. */
const TABLE_MAX = 4_000_000

export type FileProblem = { problem: 'too_large' | 'binary' | 'unreadable' | 'offline' }
export type ImportProblem = { about: 'file'; of: FileProblem | ClipProblem } | { about: 'rows'; of: RowProblem[] }

type Found = { kind: 'board'; clip: BoardClip } | { kind: 'table'; table: Table; language: TableLanguage }

/** What a file or pasted text would bring in; nothing is written here. */
export function useImport() {
  const source = ref('')
  const found = shallowRef<Found | null>(null)
  const refused = shallowRef<ImportProblem | null>(null)
  const reading = ref(false)
  const column = ref('0')
  const hasHead = ref(false)
  let latest = 0

  function forget(): void {
    latest++
    source.value = ''
    found.value = null
    refused.value = null
    reading.value = false
  }

  /** A later file or text always wins over an earlier one that is still being read. */
  async function take(name: string, read: () => Promise<Found | ImportProblem>): Promise<void> {
    forget()
    const mine = latest
    source.value = name
    reading.value = true
    const result = await read().catch((): ImportProblem => ({ about: 'file', of: { problem: 'unreadable' } }))
    if (mine !== latest) return
    reading.value = false
    if ('about' in result) refused.value = result
    else found.value = result
    if (found.value?.kind === 'table') {
      column.value = String(wordiestColumn(found.value.table))
      hasHead.value = false
    }
  }

  const takeFile = (file: File) =>
    take(file.name, async () => {
      if (file.size > IMPORT_BYTES_MAX) return { about: 'file', of: { problem: 'too_large' } }
      const text = decodeText(new Uint8Array(await file.arrayBuffer()), language.value)
      if (text === null) return { about: 'file', of: { problem: 'binary' } }
      return readText(text, /\.json$/i.test(file.name))
    })

  const takeText = (text: string) => (text.trim() === '' ? forget() : void take('', () => readText(text, false)))

  async function readText(text: string, isJson: boolean): Promise<Found | ImportProblem> {
    if (isJson || /^\s*[{[]\s*["{}\]]/.test(text.replace(/^\ufeff/, ''))) {
      const read = readClip(text)
      return 'clip' in read ? { kind: 'board', clip: read.clip } : { about: 'file', of: read }
    }
    if (text.length > TABLE_MAX) return { about: 'file', of: { problem: 'too_large' } }
    const words = await tableLanguage().catch(() => null)
    if (!words) return { about: 'file', of: { problem: 'offline' } }
    const table = readTable(text, words)
    if ('problem' in table) return { about: 'rows', of: [table] }
    return { kind: 'table', table, language: words }
  }

  const table = computed(() => (found.value?.kind === 'table' ? found.value.table : null))
  const read = computed(() => {
    if (found.value?.kind !== 'table') return null
    const { rows } = found.value.table
    const body = hasHead.value ? { ...found.value.table, rows: rows.slice(1) } : found.value.table
    return notesOfTable(body, Number(column.value), found.value.language)
  })
  const problem = computed<ImportProblem | null>(() => {
    if (refused.value) return refused.value
    return read.value && read.value.problems.length > 0 ? { about: 'rows', of: read.value.problems } : null
  })
  const notes = computed(() => (read.value && read.value.problems.length === 0 ? read.value.notes : null))
  const clip = computed(() => (found.value?.kind === 'board' ? found.value.clip : null))
  watch(language, forget)

  return { source, reading, column, hasHead, table, problem, notes, clip, takeFile, takeText, forget }
}
