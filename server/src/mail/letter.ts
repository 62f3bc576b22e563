import { directionOf, type Language } from '@meydan/shared/languages'

export type LetterPart =
  | { heading: string }
  | { paragraph: string }
  | { link: { label: string; url: string } }
  | { list: readonly string[] }
  /** Something that happened, and where it is shown. */
  | { news: LetterNews }
  /** At the end, small: why one gets it, and where to change that. */
  | { foot: string; links: readonly { label: string; url: string }[] }

export type LetterNews = {
  label: string
  url: string
  /** Who, where, when: each in whatever direction its letters have. */
  facts: readonly string[]
  /** What somebody said, in whatever language that is; '' for nothing. */
  quote: string
}

/** A mail in one language: what it is about, and the same content as text and as HTML, in its direction. */
export function writeLetter(language: Language, subject: string, parts: readonly LetterPart[]) {
  return { language, subject: oneLine(subject), text: parts.map(asText).join('\n\n'), html: asHtml(language, parts) }
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 180)
}

function asText(part: LetterPart): string {
  if ('heading' in part) return `${part.heading}\n${'-'.repeat(Math.min(40, part.heading.length))}`
  if ('paragraph' in part) return part.paragraph
  if ('link' in part) return `${part.link.label}: ${part.link.url}`
  if ('news' in part) return newsText(part.news)
  if ('foot' in part) return ['-- ', part.foot, ...part.links.map(({ label, url }) => `${label}: ${url}`)].join('\n')
  return part.list.map((line) => `- ${line}`).join('\n')
}

function newsText({ label, url, facts, quote }: LetterNews): string {
  // Isolated: of an Arabic line with a Turkish name in it, each fact would otherwise fall apart at its digits.
  const line = facts.map((fact) => `\u2068${fact}\u2069`).join(' · ')
  return [`${label}: ${url}`, line, ...(quote === '' ? [] : [quote.replace(/^/gm, '> ')])].join('\n')
}

/** Mail programs read no style sheets: what there is of style stands at the elements. */
function asHtml(language: Language, parts: readonly LetterPart[]): string {
  const direction = directionOf(language)
  const start = direction === 'rtl' ? 'right' : 'left'
  const body = parts.map((part) => partHtml(part, start)).join('\n')
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#faf8f4">
<div dir="${direction}" style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;color:#1f2430;font:16px/1.5 sans-serif;text-align:${start};overflow-wrap:anywhere;word-break:break-word">
${body}
</div>
</body>
</html>`
}

function partHtml(part: LetterPart, start: 'left' | 'right'): string {
  if ('heading' in part) return `<h2 style="font-size:19px;margin:24px 0 8px">${escaped(part.heading)}</h2>`
  if ('paragraph' in part) return `<p style="margin:0 0 12px">${escaped(part.paragraph).replaceAll('\n', '<br>')}</p>`
  if ('link' in part) {
    const { label, url } = part.link
    return `<p style="margin:16px 0"><a href="${escaped(url)}" style="color:#0f5c63">${escaped(label)}</a></p>`
  }
  if ('news' in part) return newsHtml(part.news, start)
  if ('foot' in part) return footHtml(part)
  return `<ul>${part.list.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`
}

/** Mail programs know no logical sides; and who writes in Turkish is quoted in an Arabic letter. */
function newsHtml({ label, url, facts, quote }: LetterNews, start: 'left' | 'right'): string {
  const link = `<a href="${escaped(url)}" style="color:#0f5c63;font-weight:600">${escaped(label)}</a>`
  const small = facts.map((fact) => `<bdi>${escaped(fact)}</bdi>`).join(' · ')
  const style = `margin:6px 0 0;padding-${start}:12px;border-${start}:3px solid #d8d2c6;text-align:${start}`
  const said = quote && `<p dir="auto" style="${style}">${escaped(quote).replaceAll('\n', '<br>')}</p>`
  return `<div style="margin:0 0 20px">${link}<div style="color:#5c6270;font-size:14px">${small}</div>${said}</div>`
}

function footHtml({ foot, links }: Extract<LetterPart, { foot: string }>): string {
  const style = 'margin:32px 0 0;padding-top:16px;border-top:1px solid #e5e0d6;color:#5c6270;font-size:14px'
  const anchors = links.map(({ label, url }) => `<a href="${escaped(url)}" style="color:#0f5c63">${escaped(label)}</a>`)
  return `<p style="${style}">${[escaped(foot), anchors.join(' · ')].join('<br>')}</p>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
