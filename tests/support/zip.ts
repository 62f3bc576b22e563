import { crc32, deflateRawSync } from 'node:zlib'

type Part = {
  name: string
  content?: string | Buffer
  /** As it is, not deflated. */
  stored?: boolean
  /** What the list says it unpacks to, where that isn't so. */
  says?: number
  flags?: number
  /** Where the list says it begins, where that isn't so. */
  at?: number
}

/** A zip of these parts, also such as no program would write. */
export function zipOf(parts: readonly Part[], { comment = '' } = {}): Buffer {
  const files: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const { name, content = '', stored = false, says, flags = 0, at: claimed } of parts) {
    const whole = Buffer.from(content)
    const packed = stored ? whole : deflateRawSync(whole)
    const called = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    const facts = Buffer.alloc(24)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(flags, 2)
    facts.writeUInt16LE(stored ? 0 : 8, 4)
    facts.writeUInt32LE(crc32(whole), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(says ?? whole.length, 18)
    facts.writeUInt16LE(called.length, 22)
    facts.copy(head, 4)
    files.push(head, called, packed)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    facts.copy(entry, 6)
    entry.writeUInt32LE(claimed ?? at, 42)
    list.push(entry, called)
    at += 30 + called.length + packed.length
  }
  const listed = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...files, listed, end, Buffer.from(comment)])
}

const TYPES = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>'

/** The least of an office document of this kind, with more parts in it. */
export function officeFile(kind: 'docx' | 'xlsx' | 'pptx' | 'odt' | 'ods', more: readonly Part[] = []): Buffer {
  if (kind === 'odt' || kind === 'ods') {
    const content = `application/vnd.oasis.opendocument.${kind === 'odt' ? 'text' : 'spreadsheet'}`
    return zipOf([
      { name: 'mimetype', content, stored: true },
      { name: 'content.xml', content: '<office:document-content/>' },
      ...more,
    ])
  }
  const part = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml', pptx: 'ppt/presentation.xml' }[kind]
  return zipOf([
    ...(more.some(({ name }) => name === '[Content_Types].xml')
      ? []
      : [{ name: '[Content_Types].xml', content: TYPES }]),
    { name: '_rels/.rels', content: '<Relationships/>' },
    { name: part, content: '<document/>' },
    ...more,
  ])
}

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
