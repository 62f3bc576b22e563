import { unzipSync } from 'fflate'
import { readWorksheet } from './read-worksheet.ts'
import type { Sheet, SheetProblem } from './sheet.ts'
import { attribute, decoded, tagsOf, unescaped } from './xml.ts'

/** Unpacked, one part; a packed text of 10 MB can become a thousand times as long. */
const PART_MAX = 160 * 1024 * 1024
const ENCRYPTED = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0])

/** What a sheet's cells refer to. */
export type Workbook = {
  strings: readonly string[]
  /** By style: whether numbers are shown as days, as percent, or as they are. */
  formats: readonly ('day' | 'percent' | null)[]
  is1904: boolean
}

type Limits = { /** Rows with something in them. */ rows: number }

/** A sheet of a workbook; the first, or the one of this index among those one can see. Never throws. */
export function readXlsx(bytes: Uint8Array, limits: Limits, index = 0): Sheet | SheetProblem {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { problem: isEncrypted(bytes) ? 'password' : 'old' }
  if (!startsWith(bytes, [0x50, 0x4b])) return { problem: 'other' }
  try {
    return readParts(bytes, limits, index)
  } catch (error) {
    return { problem: error instanceof TooLarge ? 'too_large' : 'damaged' }
  }
}

class TooLarge extends Error {}

function readParts(bytes: Uint8Array, limits: Limits, index: number): Sheet | SheetProblem {
  const names = new Set<string>()
  const about = unpacked(bytes, (name) => {
    names.add(name)
    return /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml)$/i.test(name)
  })
  const workbook = about.get('xl/workbook.xml')
  if (!workbook) return { problem: 'other' }
  const sheets = sheetsOf(workbook, about.get('xl/_rels/workbook.xml.rels') ?? '')
  const sheet = sheets[index] ?? sheets[0]
  if (!sheet) return { problem: 'damaged' }
  const text = unpacked(bytes, (name) => name.toLowerCase() === sheet.part.toLowerCase()).get(sheet.part.toLowerCase())
  if (text === undefined) return { problem: 'damaged' }
  const read = readWorksheet(
    text,
    {
      strings: stringsOf(about.get('xl/sharedstrings.xml') ?? ''),
      formats: formatsOf(about.get('xl/styles.xml') ?? ''),
      is1904: /\bdate1904\s*=\s*["'](1|true)["']/.test(workbook),
    },
    limits.rows,
  )
  if ('problem' in read) return read
  return { rows: read, names: sheets.map(({ name }) => name), index: sheets.indexOf(sheet) }
}

/** Parts by their names in small letters. */
function unpacked(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, string> {
  const found = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (!isWanted(name)) return false
      if (originalSize > PART_MAX) throw new TooLarge()
      return true
    },
  })
  const decoder = new TextDecoder()
  return new Map(Object.entries(found).map(([name, part]) => [name.toLowerCase(), decoder.decode(part)]))
}

/** Those one can see, in their order; where all are hidden, all. */
function sheetsOf(workbook: string, relations: string): { name: string; part: string }[] {
  const targets = new Map<string, string>()
  for (const { name, attributes } of tagsOf(relations)) {
    if (name === 'Relationship') targets.set(attribute(attributes, 'Id') ?? '', attribute(attributes, 'Target') ?? '')
  }
  const all = [...tagsOf(workbook)].flatMap(({ name, attributes, isEnd }) => {
    if (name !== 'sheet' || isEnd) return []
    const target = targets.get(/\s[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '')
    if (!target) return []
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
    const isHidden = attribute(attributes, 'state')?.toLowerCase().includes('hidden') ?? false
    return [{ name: attribute(attributes, 'name') ?? '', part, isHidden }]
  })
  const visible = all.filter(({ isHidden }) => !isHidden)
  return visible.length > 0 ? visible : all
}

function stringsOf(xml: string): string[] {
  const strings: string[] = []
  let [text, inPhonetic] = ['', false]
  let from = -1
  for (const { name, isEnd, isEmpty, start, end } of tagsOf(xml)) {
    if (name === 'si') {
      if (isEnd || isEmpty) strings.push(unescaped(text))
      text = ''
    } else if (name === 'rPh') inPhonetic = !isEnd && !isEmpty
    else if (name === 't' && !isEmpty) {
      if (!isEnd) from = end
      else if (!inPhonetic && from >= 0) text += decoded(xml.slice(from, start))
    }
  }
  return strings
}

/** Numbers of formats that everybody has, and that show a day. */
const isDayFormat = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

function formatsOf(xml: string): ('day' | 'percent' | null)[] {
  const codes = new Map<number, string>()
  const formats: ('day' | 'percent' | null)[] = []
  let inCells = false
  for (const { name, attributes, isEnd } of tagsOf(xml)) {
    if (name === 'numFmt')
      codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
    else if (name === 'cellXfs') inCells = !isEnd
    else if (name === 'xf' && inCells && !isEnd) {
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      formats.push(meaningOf(id, codes.get(id)))
    }
  }
  return formats
}

function meaningOf(id: number, code: string | undefined): 'day' | 'percent' | null {
  if (code === undefined) return isDayFormat(id) ? 'day' : id === 9 || id === 10 ? 'percent' : null
  const bare = code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '')
  if (/^(general|standard)/i.test(bare)) return null
  if (/[yd]/i.test(bare)) return 'day'
  return bare.includes('%') ? 'percent' : null
}

function startsWith(bytes: Uint8Array, given: readonly number[]): boolean {
  return given.every((byte, index) => bytes[index] === byte)
}

/** Excel puts an encrypted workbook into a container of its old kind, under this name. */
function isEncrypted(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(ENCRYPTED[0]!); at !== -1; at = bytes.indexOf(ENCRYPTED[0]!, at + 1)) {
    if (ENCRYPTED.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}
