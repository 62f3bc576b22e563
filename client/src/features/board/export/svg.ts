import { readable } from '@meydan/shared/documents/board/scene'
import { type Drawing, type Primitive, rounded } from './primitives.ts'

/** Fonts and pictures as `data:` addresses, so that the file needs nothing from anywhere. */
export type SvgGiven = {
  title: string
  fonts: readonly { family: string; weights: string; address: string }[]
  images: ReadonlyMap<string, string>
}

const FALLBACK = ['Atkinson Hyperlegible Next', 'Vazirmatn', 'system-ui', 'sans-serif']

/**
 * A drawing as a file of its own: well-formed whatever people wrote, without script, foreign elements or addresses. Its
 * texts stay texts, to be found, copied and read aloud.
 */
export function svgOf({ bounds, ground, items }: Drawing, { title, fonts, images }: SvgGiven): string {
  const [x, y, width, height] = [bounds.x, bounds.y, bounds.width, bounds.height].map(rounded)
  const families = [...fonts.map(({ family }) => family), ...FALLBACK].map((family) =>
    /^[\w-]+$/.test(family) ? family : `'${family}'`,
  )
  const faces = fonts.map(
    ({ family, weights, address }) =>
      `@font-face{font-family:'${family}';font-weight:${weights};src:url(${address}) format('woff2')}`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}"`,
    ` role="img" font-family="${escaped(families.join(','))}" stroke-linecap="round" stroke-linejoin="round" xml:space="preserve">`,
    `<title>${escaped(title)}</title>`,
    faces.length > 0 ? `<style>${faces.join('')}</style>` : '',
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${ground}"/>`,
    ...items.map(({ label, parts }) => {
      const drawn = parts.map((part) => element(part, images)).join('')
      return `<g>${label ? `<title>${escaped(label)}</title>` : ''}${drawn}</g>`
    }),
    '</svg>\n',
  ].join('')
}

function element(part: Primitive, images: ReadonlyMap<string, string>): string {
  if (part.kind === 'path') {
    const line = part.line ? ` stroke="${part.line}" stroke-width="${part.lineWidth ?? 1}"` : ''
    const { place } = part
    const placed = place ? ` transform="translate(${rounded(place.x)} ${rounded(place.y)}) scale(${place.scale})"` : ''
    return `<path d="${part.path}" fill="${part.fill ?? 'none'}"${line}${placed}/>`
  }
  if (part.kind === 'image') {
    const address = images.get(part.file)
    const { x, y, width, height } = part.rect
    return address
      ? `<image x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" href="${escaped(address)}"/>`
      : ''
  }
  const { x, y, size, weight, fill, direction, anchor, text } = part
  const turned = direction === 'rtl' ? ' direction="rtl"' : ''
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${rounded(size)}" font-weight="${weight}" fill="${fill}"${turned}${anchored}>${escaped(text)}</text>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For texts and attributes alike. */
export function escaped(text: string): string {
  return readable(text).replace(/[&<>"']/g, (sign) => entities[sign]!)
}
