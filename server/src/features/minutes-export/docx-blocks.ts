import { directionOfText, type TextDirection } from '@meydan/shared/documents/board/text-direction'
import { directionOf, type Language } from '@meydan/shared/languages'
import {
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  type IParagraphOptions,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
  WidthType,
} from 'docx'
import type { FlowBlock, Run } from './flow.ts'
import type { Cell } from './grid.ts'

type Look = Pick<IParagraphOptions, 'shading' | 'border' | 'style' | 'heading' | 'numbering' | 'keepNext'>
/** Where a block stands: how far in, and how what is around it looks. `sign`: what its first paragraph begins with. */
type Place = { depth: number; look: Look; numbering?: IParagraphOptions['numbering']; sign?: string }

const INDENT = 425
const LEVEL_MAX = 8
const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'D8D2C6' }
const PAGE_WIDTH = 9_026
const FRAME: Look = {
  shading: { type: ShadingType.CLEAR, fill: 'F4F1EA', color: 'auto' },
  border: { left: { style: BorderStyle.SINGLE, size: 24, space: 8, color: '1F5FAE' } },
}
const RTL_FRAME: Look = { ...FRAME, border: { right: FRAME.border!.left! } }

/** Blocks as paragraphs and tables of a word processor; remembers with which numbers its lists begin. */
export class DocxBlocks {
  readonly starts = new Set<number>()
  readonly #base: TextDirection
  #lists = 0

  constructor(language: Language) {
    this.#base = directionOf(language)
  }

  of(blocks: readonly FlowBlock[]): (Paragraph | Table)[] {
    return blocks.flatMap((block) =>
      block.type === 'table' ? this.#table(block) : this.#block(block, { depth: 0, look: {} }),
    )
  }

  /** Only what comes first in a list's item bears its number or sign. */
  #all(blocks: readonly FlowBlock[], place: Place): Paragraph[] {
    const { numbering, sign, ...others } = place
    if (blocks.length === 0) return numbering || sign ? [this.#paragraph([], place)] : []
    return blocks.flatMap((block, at) => (block.type === 'table' ? [] : this.#block(block, at === 0 ? place : others)))
  }

  #block(block: Exclude<FlowBlock, { type: 'table' }>, place: Place): Paragraph[] {
    const { depth, look } = place
    switch (block.type) {
      case 'paragraph':
        return [this.#paragraph(block.runs, place)]
      case 'heading': {
        const heading = block.level === 2 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3
        return [this.#paragraph(block.runs, { ...place, look: { ...look, heading } })]
      }
      case 'bullets':
        return block.items.flatMap((item) =>
          this.#all(item, {
            depth: depth + 1,
            look,
            numbering: { reference: 'bullets', level: Math.min(depth, LEVEL_MAX) },
          }),
        )
      case 'numbers': {
        this.starts.add(block.start)
        const instance = ++this.#lists
        const numbering = { reference: `numbers-${block.start}`, level: Math.min(depth, LEVEL_MAX), instance }
        return block.items.flatMap((item) => this.#all(item, { depth: depth + 1, look, numbering }))
      }
      case 'tasks':
        return block.tasks.flatMap(({ isDone, facts, blocks }) => [
          ...this.#all(blocks, { depth: depth + 1, look, sign: isDone ? '☑' : '☐' }),
          ...(facts === ''
            ? []
            : [this.#paragraph([{ text: facts }], { depth: depth + 1, look: { ...look, style: 'Under' } })]),
        ])
      case 'quote':
        return this.#all(block.blocks, { depth: depth + 1, look })
      case 'framed':
        return this.#framed(block, depth)
    }
  }

  #framed({ head, facts, blocks }: Extract<FlowBlock, { type: 'framed' }>, depth: number): Paragraph[] {
    const isRtl = this.#base === 'rtl'
    const look = isRtl ? RTL_FRAME : FRAME
    return [
      this.#paragraph([{ text: head, bold: true }], { depth, look: { ...look, keepNext: true } }),
      ...facts.map((text) => this.#paragraph([{ text }], { depth, look: { ...look, style: 'Under', keepNext: true } })),
      ...this.#all(blocks, { depth, look }),
    ]
  }

  #paragraph(runs: readonly Run[], { depth, look, numbering, sign }: Place): Paragraph {
    const text = runs.map((run) => run.text).join('')
    const rightToLeft = directionOfText(text, this.#base) === 'rtl'
    const indent = INDENT * Math.min(depth, LEVEL_MAX + 1)
    return new Paragraph({
      ...look,
      bidirectional: rightToLeft,
      ...(numbering
        ? { numbering }
        : depth > 0
          ? { indent: { start: indent, ...(sign ? { hanging: INDENT } : {}) } }
          : {}),
      children: [
        ...(sign ? [new TextRun({ text: `${sign}\u00a0`, font: SIGNS, rightToLeft })] : []),
        ...runs.flatMap((run) => childOf(run, rightToLeft)),
      ],
    })
  }

  #table({ columns, headRows, rows }: Extract<FlowBlock, { type: 'table' }>): (Table | Paragraph)[] {
    if (rows.length === 0) return []
    const width = Math.floor(PAGE_WIDTH / columns)
    const merged = mergedRows(rows)
    const table = new Table({
      columnWidths: Array.from({ length: columns }, () => width),
      width: { size: PAGE_WIDTH, type: WidthType.DXA },
      visuallyRightToLeft: this.#base === 'rtl',
      borders: { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE },
      rows: merged.map(
        (cells, y) =>
          new TableRow({
            tableHeader: y < headRows,
            cantSplit: y < headRows,
            children: cells.map(({ cell, merge }) => this.#cell(cell, merge, width)),
          }),
      ),
    })
    // Without a paragraph between them two tables are one.
    return [table, new Paragraph({ spacing: { after: 0 } })]
  }

  #cell(cell: Cell<FlowBlock[]>, merge: Merge, width: number): TableCell {
    const blocks = merge === 'continue' ? [] : this.#all(cell.content, { depth: 0, look: {} })
    return new TableCell({
      columnSpan: cell.across,
      ...(merge ? { verticalMerge: merge === 'begin' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE } : {}),
      width: { size: width * cell.across, type: WidthType.DXA },
      margins: { top: 60, bottom: 60, left: 100, right: 100 },
      ...(cell.isHeader ? { shading: { type: ShadingType.CLEAR, fill: 'F4F1EA', color: 'auto' } } : {}),
      children: blocks.length > 0 ? blocks : [new Paragraph({})],
    })
  }
}

/** Has the two boxes on every system. */
const SIGNS = 'Segoe UI Symbol'

type Merge = 'begin' | 'continue' | null

/** Rows with all their cells: those that go down stand in each of them. */
function mergedRows(rows: readonly Cell<FlowBlock[]>[][]): { cell: Cell<FlowBlock[]>; merge: Merge }[][] {
  const all: { cell: Cell<FlowBlock[]>; merge: Merge }[][] = rows.map(() => [])
  rows.forEach((row, y) => {
    for (const cell of row) {
      all[y]!.push({ cell, merge: cell.down > 1 ? 'begin' : null })
      for (let below = y + 1; below < y + cell.down; below++) all[below]!.push({ cell, merge: 'continue' })
    }
  })
  return all.map((row) => row.sort((a, b) => a.cell.x - b.cell.x))
}

function childOf(run: Run, isRtl: boolean): ParagraphChild[] {
  const { bold = false, italic: italics = false, strike = false, link, isNamed } = run
  const rightToLeft = directionOfText(run.text, isRtl ? 'rtl' : 'ltr') === 'rtl'
  const look = { bold, italics, strike, rightToLeft, ...(isNamed ? { color: '1F5FAE' } : {}) }
  const lines = run.text.split('\n')
  const words = lines.map(
    (text, at) =>
      new TextRun({ ...look, text, ...(at > 0 ? { break: 1 } : {}), ...(link ? { style: 'Hyperlink' } : {}) }),
  )
  return link ? [new ExternalHyperlink({ link, children: words })] : words
}
