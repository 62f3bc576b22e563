const TAG = /<(\/?)(?:[\w.-]+:)?([A-Za-z]\w*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export type Tag = {
  name: string
  isEnd: boolean
  /** Where it has nothing in it: `<c/>`. */
  isEmpty: boolean
  attributes: string
  /** Where the text behind it begins, and where the tag itself does. */
  start: number
  end: number
}

/**
 * The tags of an XML text one after the other, names without their prefixes. No entities but the five of XML: a
 * document type is never read, so nothing can be expanded without end.
 */
export function* tagsOf(xml: string, from = 0): Generator<Tag> {
  const pattern = new RegExp(TAG)
  pattern.lastIndex = from
  for (let found = pattern.exec(xml); found; found = pattern.exec(xml)) {
    const [whole, slash, name, attributes, selfEnd] = found
    yield {
      name: name!,
      isEnd: slash === '/',
      isEmpty: selfEnd === '/',
      attributes: attributes!,
      start: found.index,
      end: found.index + whole.length,
    }
  }
}

const patterns = new Map<string, RegExp>()

/** An attribute's value, whichever prefix it has; undefined where it isn't there. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = patterns.get(name)
  if (!pattern) {
    pattern = new RegExp(`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    patterns.set(name, pattern)
  }
  const [, double, single] = pattern.exec(attributes) ?? []
  const value = double ?? single
  return value === undefined ? undefined : decoded(value)
}

export function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** What spreadsheets write for letters that XML can't hold: `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\da-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** A text as it may stand in XML, for spreadsheets: what XML can't hold is written as they do. */
export function encoded(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, (letter) => {
      return `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
    })
    .replace(
      /[&<>"]/g,
      (letter) => `&${letter === '&' ? 'amp' : letter === '<' ? 'lt' : letter === '>' ? 'gt' : 'quot'};`,
    )
}
