import { strToU8, zipSync } from 'fflate'
import { columnName, serialOfDay } from './sheet.ts'
import { encoded } from './xml.ts'

export type CellToWrite = string | number | { day: string } | null

export type SheetToWrite = {
  /** Of the sheet's tab. */
  name: string
  heads: readonly { text: string /** In letters. */; width: number }[]
  rows: readonly (readonly CellToWrite[])[]
  isRightToLeft: boolean
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Places in `cellXfs` below. */
const style = { head: 1, text: 2, day: 3, number: 4 }
const CELL_MAX = 32_767

const styles = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEDEAE3"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>`

/**
 * A workbook of one sheet: days and numbers are such, the head is bold and stays in sight, texts are never calculated.
 * Made here, because the writers there are hand large sheets to workers that our content security policy refuses.
 */
export function writeXlsx(sheet: SheetToWrite): Uint8Array<ArrayBuffer> {
  const parts = {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${tabName(sheet.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': worksheet(sheet),
  }
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const)
  return new Uint8Array(zipSync(Object.fromEntries(files), { level: 6 }))
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  )
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`
}

/** What Excel takes for a name: 31 letters, and none of its own signs. */
function tabName(name: string): string {
  const short = Array.from(
    name
      .replace(/[\p{Cc}[\]:*?/\\']/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
    .slice(0, 31)
    .join('')
    .trim()
  return encoded(short || 'Meydan')
}

function worksheet({ heads, rows, isRightToLeft }: SheetToWrite): string {
  const last = `${columnName(heads.length - 1)}${rows.length + 1}`
  const direction = isRightToLeft ? ' rightToLeft="1"' : ''
  const widths = heads.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
  const head = heads.map(({ text }, at) => textCell(text, `${columnName(at)}1`, style.head))
  const body = rows.map((cells, index) => {
    const line = index + 2
    return `<row r="${line}">${cells.map((cell, at) => cellOf(cell, `${columnName(at)}${line}`)).join('')}</row>`
  })
  return `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"${direction}><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${head.join('')}</row>${body.join('')}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`
}

function cellOf(cell: CellToWrite, address: string): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'string') return textCell(cell, address, style.text)
  if (typeof cell === 'number') return `<c r="${address}" s="${style.number}"><v>${cell}</v></c>`
  return `<c r="${address}" s="${style.day}"><v>${serialOfDay(cell.day)}</v></c>`
}

function textCell(text: string, address: string, of: number): string {
  return `<c r="${address}" s="${of}" t="inlineStr"><is><t xml:space="preserve">${encoded(text.slice(0, CELL_MAX))}</t></is></c>`
}
