import { directionOfText } from '@meydan/shared/documents/board/text-direction'
import { directionOf, type Language } from '@meydan/shared/languages'
import { type Line, printedLine, printedRuns, shortened } from '../../print/printed-words.ts'
import { sideColours } from '../../print/side-colours.ts'
import type { FileHead } from './file-head.ts'
import type { FlowBlock, Run } from './flow.ts'
import { minutesWords } from './words.ts'

/** What minutes.typ reads: every word of anybody as runs, which are never read as markup. */
type Piece = (Omit<Run, 'text'> & { runs: Line['runs'] }) | { isBreak: true }
type Words = { rtl: boolean; pieces: Piece[] }
type Printed = { type: string; [field: string]: unknown }

/** How many letters of the widest kind a line has room for: beyond it a word is broken. */
const LINE_WIDTH = 46
const INDENT_WIDTH = 3

/** Minutes as pages; `blocks` none: a page that says so. */
export function pagesOf(head: FileHead, blocks: readonly FlowBlock[], language: Language) {
  const words = minutesWords[language]
  const numbers = new Intl.NumberFormat(language)
  const rtl = directionOf(language) === 'rtl'
  return {
    language,
    rtl,
    sides: sideColours,
    title: shortened(head.title, 200),
    head: {
      over: printedLine(head.over),
      title: printedLine(head.title),
      under: head.under.map((line) => printedLine(line)),
    },
    running: printedLine(head.title),
    digits: Array.from({ length: 10 }, (_, digit) => numbers.format(digit)),
    page: numbered(words.page('\u0001', '\u0002')),
    done: words.done,
    open: words.open,
    empty: words.empty,
    blocks: blocks.map((block) => printed(block, { rtl, width: LINE_WIDTH })),
  }
}

/** `rtl`: where a line begins that has no letters. `width`: of a line, at a size of 1. */
type Place = { rtl: boolean; width: number }

function printed(block: FlowBlock, place: Place): Printed {
  const inner = { ...place, width: Math.max(1, place.width - INDENT_WIDTH) }
  const all = (blocks: readonly FlowBlock[], where = inner) => blocks.map((each) => printed(each, where))
  const rtl = directionOfText(firstWords(block), place.rtl ? 'rtl' : 'ltr') === 'rtl'
  switch (block.type) {
    case 'paragraph':
      return { type: 'paragraph', words: wordsOf(block.runs, place) }
    case 'heading':
      return { type: 'heading', level: block.level, words: wordsOf(block.runs, place) }
    case 'bullets':
      return { type: 'bullets', rtl, items: block.items.map((item) => all(item)) }
    case 'numbers':
      return { type: 'numbers', rtl, start: block.start, items: block.items.map((item) => all(item)) }
    case 'tasks':
      return {
        type: 'tasks',
        rtl,
        tasks: block.tasks.map(({ isDone, facts, blocks }) => ({
          isDone,
          facts: printedLine(facts),
          blocks: all(blocks),
        })),
      }
    case 'quote':
      return { type: 'quote', rtl, blocks: all(block.blocks) }
    case 'framed': {
      const facts = block.facts.map((fact) => printedLine(fact))
      return { type: 'framed', head: printedLine(block.head), facts, blocks: all(block.blocks) }
    }
    case 'table': {
      const { columns, headRows, rows } = block
      const cells = rows.map((row, y) =>
        row.map(({ content, ...cell }) => {
          const width = Math.max(0.5, (place.width / columns) * cell.across - 1.5)
          return { ...cell, y, blocks: all(content, { ...place, width }) }
        }),
      )
      return { type: 'table', columns, headRows, rows: cells }
    }
  }
}

/** By them a list turns. */
function firstWords(block: FlowBlock | undefined): string {
  if (!block) return ''
  switch (block.type) {
    case 'table':
      return ''
    case 'paragraph':
    case 'heading':
      return block.runs.map(({ text }) => text).join('')
    case 'bullets':
    case 'numbers':
      return firstWords(block.items[0]?.[0])
    case 'tasks':
      return firstWords(block.tasks[0]?.blocks[0])
    default:
      return firstWords(block.blocks[0])
  }
}

function wordsOf(runs: readonly Run[], { rtl, width }: Place): Words {
  const text = runs.map((run) => run.text).join('')
  const pieces = runs.flatMap(({ text: words, ...look }) =>
    words.split('\n').flatMap((line, at): Piece[] => {
      const said = line === '' ? [] : [{ ...look, runs: printedRuns(line, width) }]
      return at > 0 ? [{ isBreak: true }, ...said] : said
    }),
  )
  return { rtl: directionOfText(text, rtl ? 'rtl' : 'ltr') === 'rtl', pieces }
}

function numbered(text: string): { text: string; number: 'page' | 'pages' | null }[] {
  return text
    .split(/(?=[\u0001\u0002])|(?<=[\u0001\u0002])/)
    .map((piece) => ({ text: piece, number: piece === '\u0001' ? 'page' : piece === '\u0002' ? 'pages' : null }))
}
