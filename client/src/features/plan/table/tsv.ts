/**
 * What a spreadsheet puts on the clipboard: rows of cells between tabs, those with tabs, line breaks or quotation marks
 * in quotation marks. One that never closes is a letter. The line break behind the last row is none of its own.
 */
export function readTsv(given: string): string[][] {
  const text = given.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const rows: string[][] = [[]]
  let at = 0
  while (at <= text.length) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : null
    let end = quoted?.end ?? at
    while (end < text.length && text[end] !== '\t' && text[end] !== '\n') end++
    rows.at(-1)!.push(quoted ? quoted.cell + text.slice(quoted.end, end) : text.slice(at, end))
    if (text[end] === '\n') rows.push([])
    at = end + 1
  }
  if (rows.length > 1 && rows.at(-1)!.every((cell) => cell === '')) rows.pop()
  return rows
}

function quotedCell(text: string, at: number): { cell: string; end: number } | null {
  const match = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y
  match.lastIndex = at
  const found = match.exec(text)
  return found ? { cell: found[1]!.replaceAll('""', '"'), end: at + found[0].length } : null
}

export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cellOf).join('\t')).join('\n')
}

function cellOf(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
