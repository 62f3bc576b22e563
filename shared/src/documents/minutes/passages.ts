import { linesOf, type RichBlock, type RichPiece, wordsOfPiece } from '../rich-text/read.ts'

/** Words of minutes under one heading; of what comes before the first, the heading is ''. */
export type Section = { heading: string; words: string }

/**
 * Words to be found by. Notes and themes are found by themselves, and not by what names them: once they are hidden,
 * nobody may come to their words by way of the minutes.
 */
export function wordsToFind(piece: RichPiece): string {
  const isOfBoard = 'chip' in piece && (piece.chip.kind === 'note' || piece.chip.kind === 'theme')
  return isOfBoard ? '' : wordsOfPiece(piece)
}

/** The text by its headings, in order, for lists and search: `wordsToFind`. Parts without a word are left out. */
export function sectionsOf(blocks: readonly RichBlock[]): Section[] {
  const sections: { heading: string; blocks: RichBlock[] }[] = [{ heading: '', blocks: [] }]
  for (const block of blocks) {
    if (block.type === 'heading') sections.push({ heading: linesOf([block], wordsToFind).join(' ').trim(), blocks: [] })
    else sections.at(-1)!.blocks.push(block)
  }
  return sections
    .map(({ heading, blocks: inner }) => ({ heading, words: linesOf(inner, wordsToFind).join('\n').trim() }))
    .filter(({ heading, words }) => heading !== '' || words !== '')
}

/** A clause as it reads: what organisations agree with, or object to. */
export type Clause = { id: string; words: string }

/** The clauses in their order, each id once: of one that was pasted twice the first counts. Those without words too. */
export function clausesOf(blocks: readonly RichBlock[]): Clause[] {
  const clauses = new Map<string, Clause>()
  for (const block of blocks) {
    if (block.type !== 'clause' || block.id === '' || clauses.has(block.id)) continue
    clauses.set(block.id, { id: block.id, words: linesOf(block.blocks).join('\n').trim() })
  }
  return [...clauses.values()]
}

/** Everything outside of the text that it names, each once, in the order of the text. */
export type Named =
  | { kind: 'decision'; target: string; document: null }
  | { kind: 'action' | 'note' | 'theme'; target: string; document: string }
  | { kind: 'vote' | 'seat' | 'organisation'; target: string; document: null }

export function namedIn(blocks: readonly RichBlock[]): Named[] {
  const found = new Map<string, Named>()
  const add = (named: Named) => {
    const key = `${named.kind} ${named.document ?? ''} ${named.target}`
    if (!found.has(key)) found.set(key, named)
  }
  const look = (inner: readonly RichBlock[]): void => {
    for (const block of inner) lookAt(block, add, look)
  }
  look(blocks)
  return [...found.values()]
}

function lookAt(block: RichBlock, add: (named: Named) => void, look: (inner: readonly RichBlock[]) => void): void {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      for (const piece of block.pieces) {
        if ('mention' in piece) add({ kind: piece.mention.kind, target: piece.mention.target, document: null })
        if (!('chip' in piece)) continue
        const { kind, document, record } = piece.chip
        if (kind === 'decision' || kind === 'vote') add({ kind, target: record, document: null })
        else if (document) add({ kind, target: record, document })
      }
      return
    case 'taskList':
      for (const { action, blocks } of block.tasks) {
        if (action) add({ kind: 'action', target: action.action, document: action.plan })
        look(blocks)
      }
      return
    case 'decision':
      if (block.entry) add({ kind: 'decision', target: block.entry, document: null })
      return look(block.blocks)
    case 'table':
      return block.rows.forEach((row) => row.forEach((cell) => look(cell.blocks)))
    case 'blockquote':
    case 'clause':
      return look(block.blocks)
    default:
      return block.items.forEach(look)
  }
}
