import { directionOf, type Language } from '@meydan/shared/languages'

export type LetterPart =
  | { heading: string }
  | { paragraph: string }
  | { link: { label: string; url: string } }
  | { list: readonly string[] }

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
  return part.list.map((line) => `- ${line}`).join('\n')
}

/** Mail programs read no style sheets: what there is of style stands at the elements. */
function asHtml(language: Language, parts: readonly LetterPart[]): string {
  const direction = directionOf(language)
  const start = direction === 'rtl' ? 'right' : 'left'
  const body = parts.map(partHtml).join('\n')
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#faf8f4">
<div dir="${direction}" style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;color:#1f2430;font:16px/1.5 sans-serif;text-align:${start}">
${body}
</div>
</body>
</html>`
}

function partHtml(part: LetterPart): string {
  if ('heading' in part) return `<h2 style="font-size:19px;margin:24px 0 8px">${escaped(part.heading)}</h2>`
  if ('paragraph' in part) return `<p style="margin:0 0 12px">${escaped(part.paragraph).replaceAll('\n', '<br>')}</p>`
  if ('link' in part) {
    const { label, url } = part.link
    return `<p style="margin:16px 0"><a href="${escaped(url)}" style="color:#0f5c63">${escaped(label)}</a></p>`
  }
  return `<ul>${part.list.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
