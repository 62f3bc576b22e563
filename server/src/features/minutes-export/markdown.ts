import type { FileHead } from './file-head.ts'
import type { FlowBlock, Run } from './flow.ts'
import { escaped, markdownLines } from './markdown-words.ts'

/** Minutes as CommonMark with GFM's tables and task lists; nothing that anybody wrote is markup in it. */
export function markdownOf(head: FileHead, blocks: readonly FlowBlock[], empty: string): string {
  const under = [head.over, ...head.under].map(escaped)
  const body = blocksIn(blocks)
  return `${[`# ${plainLine([{ text: head.title }])}`, under.join('\\\n'), ...(body.length > 0 ? [body.join('\n')] : [escaped(empty)])].join('\n\n')}\n`
}

const plainLine = (runs: readonly Run[]) => markdownLines(runs).join(' ').trim()

/** Lines of blocks that follow each other, an empty one between. Lists of a kind would be one: their signs differ. */
function blocksIn(blocks: readonly FlowBlock[]): string[] {
  const lines: string[] = []
  let [before, isOther] = ['', false]
  for (const block of blocks) {
    const kind = block.type === 'tasks' ? 'bullets' : block.type
    isOther = kind === before && !isOther
    const written = linesOf(block, isOther)
    if (written.length === 0) continue
    before = kind
    lines.push(...(lines.length > 0 ? [''] : []), ...written)
  }
  return lines
}

function linesOf(block: FlowBlock, isOther: boolean): string[] {
  const sign = isOther ? '*' : '-'
  switch (block.type) {
    case 'paragraph': {
      const lines = markdownLines(block.runs).filter((line) => line !== '')
      return lines.map((line, at) => (at < lines.length - 1 ? `${line}\\` : line))
    }
    case 'heading': {
      const words = plainLine(block.runs)
      return words === '' ? [] : [`${'#'.repeat(block.level)} ${words}`]
    }
    case 'bullets':
      return block.items.flatMap((item) => itemOf(`${sign} `, blocksIn(item)))
    case 'numbers':
      return block.items.flatMap((item, at) =>
        itemOf(`${Math.min(block.start + at, 999_999_999)}${isOther ? ')' : '.'} `, blocksIn(item)),
      )
    case 'tasks':
      return block.tasks.flatMap(({ isDone, facts, blocks }) => {
        const [first, ...others] = blocksIn(blocks)
        const known = facts === '' ? '' : `*(${escaped(facts)})*`
        const lines = [`[${isDone ? 'x' : ' '}] ${first ?? ''}`, ...others, ...(known ? ['', known] : [])]
        return itemOf(`${sign} `, lines)
      })
    case 'quote':
      return quoted(blocksIn(block.blocks))
    case 'framed': {
      const head = `**${escaped(block.head)}**`
      const facts = block.facts.map((fact) => escaped(fact))
      return quoted([[head, ...facts].join('\\\n'), '', ...blocksIn(block.blocks)].flatMap((line) => line.split('\n')))
    }
    case 'table':
      return tableOf(block)
  }
}

function itemOf(sign: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [sign.trimEnd()]
  return lines.map((line, at) => (at === 0 ? sign + line : line === '' ? '' : ' '.repeat(sign.length) + line))
}

const quoted = (lines: readonly string[]) => lines.map((line) => (line === '' ? '>' : `> ${line}`))

/** GFM knows one row of heads and no spans: words stand in the first place of a span, the others are empty. */
function tableOf({ columns, headRows, rows }: Extract<FlowBlock, { type: 'table' }>): string[] {
  const texts = rows.map((row) => {
    const cells = Array.from({ length: columns }, () => '')
    for (const { x, content } of row) cells[x] = cellText(content)
    return `| ${cells.join(' | ')} |`
  })
  const rule = `|${' --- |'.repeat(columns)}`
  const empty = `|${'  |'.repeat(columns)}`
  return headRows > 0 ? [texts[0]!, rule, ...texts.slice(1)] : [empty, rule, ...texts]
}

function cellText(blocks: readonly FlowBlock[]): string {
  return blocks
    .flatMap((block): string[] => {
      switch (block.type) {
        case 'paragraph':
        case 'heading':
          return [plainLine(block.runs)]
        case 'bullets':
          return block.items.map((item) => `• ${cellText(item)}`)
        case 'numbers':
          return block.items.map((item, at) => `${block.start + at}\\. ${cellText(item)}`)
        case 'tasks':
          return block.tasks.map(({ isDone, blocks: task }) => `${isDone ? '☑' : '☐'} ${cellText(task)}`)
        case 'table':
          return []
        default:
          return [cellText(block.blocks)]
      }
    })
    .filter((text) => text !== '')
    .join(' / ')
}
