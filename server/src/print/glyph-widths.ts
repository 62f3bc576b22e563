/** How wide each character of a TrueType font is at a size of 1, from its tables head, hhea, hmtx and cmap. */
export function glyphWidths(font: Buffer): Map<number, number> {
  const head = tableOf(font, 'head')
  const unitsPerEm = head.readUInt16BE(18)
  const measured = tableOf(font, 'hhea').readUInt16BE(34)
  const metrics = tableOf(font, 'hmtx')
  const widthOf = (glyph: number) => metrics.readUInt16BE(4 * Math.min(glyph, measured - 1)) / unitsPerEm
  return new Map(charactersOf(tableOf(font, 'cmap')).map(([code, glyph]) => [code, widthOf(glyph)]))
}

function tableOf(font: Buffer, name: string): Buffer {
  const count = font.readUInt16BE(4)
  for (let at = 12; at < 12 + 16 * count; at += 16) {
    if (font.toString('latin1', at, at + 4) !== name) continue
    const start = font.readUInt32BE(at + 8)
    return font.subarray(start, start + font.readUInt32BE(at + 12))
  }
  throw new Error(`the font has no table ${name}`)
}

/** Character and glyph, by the table's largest Unicode map: format 12, else 4. */
function charactersOf(cmap: Buffer): [code: number, glyph: number][] {
  const maps = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4)),
  )
  const long = maps.find((map) => map.readUInt16BE(0) === 12)
  if (long) return longMap(long)
  const short = maps.find((map) => map.readUInt16BE(0) === 4)
  if (!short) throw new Error('the font has no map of characters that we read')
  return shortMap(short)
}

function longMap(map: Buffer): [number, number][] {
  const found: [number, number][] = []
  for (let at = 16; at < 16 + 12 * map.readUInt32BE(12); at += 12) {
    const [first, last, glyph] = [map.readUInt32BE(at), map.readUInt32BE(at + 4), map.readUInt32BE(at + 8)]
    for (let code = first; code <= last; code++) found.push([code, glyph + code - first])
  }
  return found
}

function shortMap(map: Buffer): [number, number][] {
  const segments = map.readUInt16BE(6) / 2
  const [ends, starts] = [14, 16 + 2 * segments]
  const [deltas, offsets] = [starts + 2 * segments, starts + 4 * segments]
  const found: [number, number][] = []
  for (let index = 0; index < segments; index++) {
    const [first, last] = [map.readUInt16BE(starts + 2 * index), map.readUInt16BE(ends + 2 * index)]
    const delta = map.readUInt16BE(deltas + 2 * index)
    const offset = map.readUInt16BE(offsets + 2 * index)
    for (let code = first; code <= last && code < 0xffff; code++) {
      const at = offsets + 2 * index + offset + 2 * (code - first)
      const glyph = offset === 0 ? code : map.readUInt16BE(at)
      if (glyph !== 0) found.push([code, (glyph + delta) & 0xffff])
    }
  }
  return found
}
