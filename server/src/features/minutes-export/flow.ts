import { clausesOf } from '@meydan/shared/documents/minutes/passages'
import type { RichBlock, RichPiece, RichTask } from '@meydan/shared/documents/rich-text/read'
import { type HeadingLevel, safeHref } from '@meydan/shared/documents/rich-text/schema'
import { type Cell, gridOf } from './grid.ts'
import type { MinutesQuestion } from './message.ts'
import { namesOf } from './naming.ts'
import { cleanWords } from './clean-words.ts'

/** What every format is written from: the text with everything in words. `\n` in a run is a line's end. */
export type Run = { text: string; bold?: true; italic?: true; strike?: true; link?: string; isNamed?: true }
export type FlowBlock =
  | { type: 'paragraph'; runs: Run[] }
  | { type: 'heading'; level: HeadingLevel; runs: Run[] }
  | { type: 'bullets'; items: FlowBlock[][] }
  | { type: 'numbers'; start: number; items: FlowBlock[][] }
  /** `facts`: what became of the task, in our words. */
  | { type: 'tasks'; tasks: { isDone: boolean; facts: string; blocks: FlowBlock[] }[] }
  | { type: 'quote'; blocks: FlowBlock[] }
  | { type: 'table'; columns: number; headRows: number; rows: Cell<FlowBlock[]>[][] }
  /** A decision or a clause: what it is, and what is known of it. */
  | { type: 'framed'; head: string; facts: string[]; blocks: FlowBlock[] }

/** Deeper than this no page and no word processor indents: what stands deeper stands there, too. */
const NESTED_MAX = 8

/** The text of minutes as it is exported. */
export function flowOf(blocks: readonly RichBlock[], question: Pick<MinutesQuestion, 'names' | 'language'>) {
  const naming = namesOf(question)
  const numbers = new Map(clausesOf(blocks).map(({ id }, index) => [id, index + 1]))

  function inner(some: readonly RichBlock[], depth: number): FlowBlock[] {
    return some.flatMap((block) => flowed(block, depth))
  }

  function flowed(block: RichBlock, depth: number): FlowBlock[] {
    switch (block.type) {
      case 'paragraph':
        return [{ type: 'paragraph', runs: runsOf(block.pieces) }]
      case 'heading':
        return [{ type: 'heading', level: block.level, runs: runsOf(block.pieces) }]
      case 'table':
        return [tableOf(block.rows)]
      case 'decision':
        return [{ type: 'framed', ...naming.decision(block.entry), blocks: inner(block.blocks, depth + 1) }]
      case 'clause': {
        const known = naming.clause(block.id, numbers.get(block.id))
        return [{ type: 'framed', ...known, blocks: inner(block.blocks, depth + 1) }]
      }
      default:
        return nested(block, depth)
    }
  }

  function nested(
    block: Extract<RichBlock, { type: 'bulletList' | 'orderedList' | 'taskList' | 'blockquote' }>,
    depth: number,
  ): FlowBlock[] {
    const next = depth + 1
    if (block.type === 'blockquote') {
      const blocks = inner(block.blocks, next)
      return depth < NESTED_MAX ? [{ type: 'quote', blocks }] : blocks
    }
    if (block.type === 'taskList') {
      const tasks = block.tasks.map((task) => taskOf(task, next))
      return depth < NESTED_MAX ? [{ type: 'tasks', tasks }] : tasks.flatMap(({ blocks }) => blocks)
    }
    const items = block.items.map((item) => inner(item, next))
    if (depth >= NESTED_MAX) return items.flat()
    return [block.type === 'bulletList' ? { type: 'bullets', items } : { type: 'numbers', start: block.start, items }]
  }

  function taskOf({ checked, action, blocks: some }: RichTask, depth: number) {
    return { isDone: checked, facts: action ? naming.action(action) : '', blocks: inner(some, depth) }
  }

  function tableOf(rows: Extract<RichBlock, { type: 'table' }>['rows']): FlowBlock {
    const grid = gridOf(rows.map((row) => row.map((cell) => ({ ...cell, content: inner(cell.blocks, 1) }))))
    return { type: 'table', ...grid }
  }

  function runsOf(pieces: readonly RichPiece[]): Run[] {
    return pieces.map((piece): Run => {
      if ('break' in piece) return { text: '\n' }
      if ('mention' in piece) return { text: cleanWords(naming.mention(piece.mention)), isNamed: true }
      if ('chip' in piece) return { text: cleanWords(naming.chip(piece.chip)), isNamed: true }
      const { text, link, ...marks } = piece
      const href = link === undefined ? null : safeHref(link)
      return { ...marks, text: cleanWords(text), ...(href === null ? {} : { link: href }) }
    })
  }

  return inner(blocks, 0)
}
