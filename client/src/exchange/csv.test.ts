import { describe, expect, it } from 'vitest'
import { readCsv, shownText, writeCsv } from './csv.ts'

const cellsOf = (text: string) => {
  const read = readCsv(text)
  return 'rows' in read ? read.rows.map(({ cells }) => cells) : read
}

describe('a table as CSV', () => {
  it('comes back as it was: Turkish, Arabic, quotation marks, line breaks, formulas', () => {
    const rows = [
      ['İğneli "fıçı", ağır', 'نص عربي؛ طويل', 'two\nlines', ' spaces '],
      ["=1+1';", '+90 555', '-', '@SUM(A1)'],
      ["'=kept", '\tTab', '', "it's"],
    ]
    const text = writeCsv(rows)
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    const read = cellsOf(text)
    expect((read as string[][]).map((row) => row.map(shownText))).toEqual(rows)
  })

  it('never begins a cell as a spreadsheet’s formula would', () => {
    const cells = cellsOf(writeCsv([['=cmd|x', '+1', '-1', '@a', '\ta', '\ra', '＝1', 'a=1']])) as string[][]
    expect(cells[0]!.filter((cell) => /^[=+\-@\t\r＝]/.test(cell))).toEqual([])
    expect(cells[0]!.at(-1)).toBe('a=1')
  })

  it('nor where a spreadsheet of another country, which takes quotation marks within a cell for letters, would', () => {
    const table = [['note', 'x;=1+1;y', "a,=cmd|' /C calc'!A0,b", 'line\n@SUM(A1)\r\n-2\t+3']]
    for (const head of ['a;b;c\n', 'a\tb\tc\n', 'a,b,c\n']) {
      const cells = cellsOf(head + writeCsv(table).slice(1)) as string[][]
      expect(cells.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
    }
    expect(shownText((cellsOf(writeCsv([['1; -2', 'a-b', 'x, y']])) as string[][])[0]!.join())).toBe('1; -2,a-b,x, y')
  })

  it('is read with the delimiter its first row has, outside of quotation marks', () => {
    expect(cellsOf('a;b;c\n"1,1,1,1";2;3')).toEqual([
      ['a', 'b', 'c'],
      ['1,1,1,1', '2', '3'],
    ])
    expect(cellsOf('a\tb\r\n1\t2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(cellsOf('"x;y",b\r1,2')).toEqual([
      ['x;y', 'b'],
      ['1', '2'],
    ])
  })

  it('names lines as an editor counts them, leaves out empty ones, puts up with odd quotation marks', () => {
    const read = readCsv('a,"b\nb"\n\n,\nc,d "e" f\n"g"h,i')
    expect(read).toEqual({
      rows: [
        { line: 1, cells: ['a', 'b\nb'] },
        { line: 5, cells: ['c', 'd "e" f'] },
        { line: 6, cells: ['gh', 'i'] },
      ],
    })
    expect(readCsv('a,b\n"never closed,\nc,d')).toEqual({ problem: 'quote_open', line: 2 })
  })

  it('of fifty thousand rows is read at once', () => {
    const start = performance.now()
    expect(cellsOf('a,"b ""c"""\r\n'.repeat(50_000))).toHaveLength(50_000)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
