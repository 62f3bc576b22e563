import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readXlsx } from './read-xlsx.ts'
import { dayOfSerial, serialOfDay, type Sheet, type SheetProblem } from './sheet.ts'
import { writeXlsx } from './write-xlsx.ts'

const limits = { rows: 100 }

/** A workbook whose sheet has these rows as XML, with styles: 1 a day, 2 percent, 3 a day of its own, 4 red General. */
function workbook(sheetData: string, more: { after?: string; workbook?: string; strings?: string } = {}): Uint8Array {
  const parts = {
    'xl/workbook.xml':
      more.workbook ?? '<workbook xmlns:r="r"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy;@"/><numFmt numFmtId="165" formatCode="[Red]General&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': more.strings ?? '<sst/>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetData}</sheetData>${more.after ?? ''}</worksheet>`,
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData></worksheet>',
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

function sheetOf(read: Sheet | SheetProblem): Sheet {
  if ('problem' in read) throw new Error(read.problem)
  return read
}
const cellsOf = (bytes: Uint8Array) => sheetOf(readXlsx(bytes, limits)).rows.map(({ cells }) => cells)

describe('a spreadsheet', () => {
  it('comes back as it was written: texts, numbers, days, signs that XML can’t hold', () => {
    const rows = [
      ['a<b>&"', -1.5, { day: '2027-12-31' }, null, '=1+1\u0001_x0041_'],
      ['نص عربي', 0, { day: '1999-01-01' }, 'x\ny', ' spaces '],
    ]
    const heads = ['A', 'B', 'C', 'D', 'E'].map((text) => ({ text, width: 10 }))
    const bytes = writeXlsx({ name: "Plan [1]'s: /x", heads, rows, isRightToLeft: true })
    const { rows: read, names } = sheetOf(readXlsx(bytes, limits))
    expect(read.slice(1).map(({ cells }) => cells)).toEqual(rows)
    expect(names).toEqual(['Plan 1 s x'])
  })

  it('shows days and percent as such, whatever the format is called', () => {
    const row =
      '<row r="3"><c r="A3" s="1"><v>46752</v></c><c r="B3" s="2"><v>0.5</v></c><c r="C3" s="3"><v>46752.75</v></c><c r="D3" s="4"><v>7</v></c><c r="F3" t="b"><v>1</v></c></row>'
    expect(cellsOf(workbook(row))).toEqual([
      [{ day: '2027-12-31' }, { percent: 50 }, { day: '2027-12-31' }, 7, null, true],
    ])
    expect(dayOfSerial(serialOfDay('2027-12-31'))).toBe('2027-12-31')
  })

  it('counts days from 1904 where the workbook says so', () => {
    const since1904 =
      '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="P" r:id="rId1"/></sheets></workbook>'
    const row = '<row r="1"><c r="A1" s="1"><v>45290</v></c></row>'
    expect(cellsOf(workbook(row, { workbook: since1904 }))).toEqual([[{ day: '2027-12-31' }]])
  })

  it('takes a formula’s value, and says where there is none or it failed', () => {
    const row =
      '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1" t="str"><f>A1</f><v>x&amp;y</v></c></row>'
    expect(cellsOf(workbook(row))).toEqual([
      [2, { problem: 'no_value', value: '' }, { problem: 'failed', value: '#DIV/0!' }, 'x&y'],
    ])
  })

  it('gives merged cells the value of their first one, downwards, and says which rows are hidden', () => {
    const rows =
      '<row r="2"><c r="A2" t="inlineStr"><is><t>Goal</t></is></c><c r="B2"><v>1</v></c></row><row r="3" hidden="1"><c r="A3"/><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>'
    const { rows: read } = sheetOf(
      readXlsx(workbook(rows, { after: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>' }), limits),
    )
    expect(read).toEqual([
      { line: 2, cells: ['Goal', 1], isHidden: false, merged: [] },
      { line: 3, cells: ['Goal', 2], isHidden: true, merged: [0] },
      { line: 4, cells: [null, 3], isHidden: false, merged: [] },
    ])
  })

  it('reads texts that are shared, in pieces, with hints at their pronunciation and prefixes', () => {
    const strings =
      '<x:sst><x:si><x:t>one</x:t></x:si><x:si><x:r><x:t>tw</x:t></x:r><x:r><x:t>o</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:si></x:sst>'
    const row = '<x:row><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>9</x:v></x:c></x:row>'
    expect(cellsOf(workbook(row, { strings }))).toEqual([['two', 'one']])
  })

  it('reads the first sheet one can see, or another one', () => {
    const two =
      '<workbook xmlns:r="r"><sheets><sheet name="Lists" state="hidden" r:id="rId1"/><sheet name="Plan" r:id="rId2"/></sheets></workbook>'
    expect(sheetOf(readXlsx(workbook('', { workbook: two }), limits))).toMatchObject({ names: ['Plan'], index: 0 })
  })

  it('refuses more rows than wanted, and counts them', () => {
    const rows = Array.from({ length: 300 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>1</v></c></row>`)
    expect(readXlsx(workbook(rows.join('')), limits)).toEqual({ problem: 'too_many', count: 300 })
    const empty = Array.from({ length: 300 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" s="1"/></row>`)
    expect(cellsOf(workbook(empty.join('')))).toEqual([])
  })

  it('puts up with rows and columns at the end of the world', () => {
    const row = '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    expect(cellsOf(workbook(row))).toEqual([[1]])
  })

  it('says what a file is that is none', () => {
    const container = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3])
    const locked = new Uint8Array([...container, ...[...'EncryptedPackage'].flatMap((each) => [each.charCodeAt(0), 0])])
    expect(readXlsx(container, limits)).toEqual({ problem: 'old' })
    expect(readXlsx(locked, limits)).toEqual({ problem: 'password' })
    expect(readXlsx(zipSync({ 'word/document.xml': strToU8('<w/>') }), limits)).toEqual({ problem: 'other' })
    expect(readXlsx(strToU8('%PDF-1.7'), limits)).toEqual({ problem: 'other' })
    const whole = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    expect(readXlsx(whole.subarray(0, whole.length - 40), limits)).toEqual({ problem: 'damaged' })
  })

  it('never unpacks what would fill the memory', () => {
    const bomb = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/styles.xml': new Uint8Array(1024) })
    // The size that the archive claims for its second part, in the directory at its end.
    const view = new DataView(bomb.buffer)
    for (let at = bomb.length - 22; at > 0; at--) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 900 * 1024 * 1024, true)
    }
    expect(readXlsx(bomb, limits)).toEqual({ problem: 'too_large' })
  })
})
