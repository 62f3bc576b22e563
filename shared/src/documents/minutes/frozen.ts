import { z } from 'zod'
import { chipKinds, mentionKinds } from '../rich-text/minutes-attributes.ts'
import { type RichBlock, type RichPiece, wordsOfPiece } from '../rich-text/read.ts'
import { headingLevels } from '../rich-text/schema.ts'

const on = z.literal(true).optional()
const Piece: z.ZodType<RichPiece> = z.union([
  z.strictObject({ text: z.string(), bold: on, italic: on, strike: on, link: z.string().optional() }),
  z.strictObject({ break: z.literal(true) }),
  z.strictObject({ mention: z.strictObject({ kind: z.enum(mentionKinds), target: z.string(), label: z.string() }) }),
  z.strictObject({
    chip: z.strictObject({
      kind: z.enum(chipKinds),
      document: z.string().nullable(),
      record: z.string(),
      label: z.string(),
    }),
  }),
])
const pieces = z.array(Piece)
const Blocks: z.ZodType<RichBlock[]> = z.lazy(() => z.array(Block))
const Cell = z.strictObject({ isHeader: z.boolean(), colspan: z.int(), rowspan: z.int(), blocks: Blocks })
/** Of a task what is to be done, of a decision what was decided: what became of it since is no part of the words. */
const Task = z.strictObject({ checked: z.literal(false), action: z.null(), blocks: Blocks })
const Block: z.ZodType<RichBlock> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('paragraph'), pieces }),
  z.strictObject({ type: z.literal('heading'), level: z.literal(headingLevels), pieces }),
  z.strictObject({ type: z.literal('bulletList'), items: z.array(Blocks) }),
  z.strictObject({ type: z.literal('orderedList'), start: z.int(), items: z.array(Blocks) }),
  z.strictObject({ type: z.literal('blockquote'), blocks: Blocks }),
  z.strictObject({ type: z.literal('taskList'), tasks: z.array(Task) }),
  z.strictObject({ type: z.literal('table'), rows: z.array(z.array(Cell)) }),
  z.strictObject({ type: z.literal('decision'), entry: z.null(), blocks: Blocks }),
  z.strictObject({ type: z.literal('clause'), id: z.literal(''), blocks: Blocks }),
])

/** Minutes or a charter as they are signed: the text, without anything that tells who wrote it, or when. */
export const FrozenMinutes = z.object({
  format: z.literal('meydan.frozen-minutes'),
  version: z.literal(1),
  document: z.string(),
  title: z.string(),
  blocks: Blocks,
})
export type FrozenMinutes = z.infer<typeof FrozenMinutes>

/**
 * What signatories of minutes stand by. The same text gives the same content: which tasks are ticked off or became
 * actions, and which decisions are in the register, follow up on it; empty lines say nothing.
 */
export function frozenMinutes(
  blocks: readonly RichBlock[],
  { document, title }: { document: string; title: string },
): FrozenMinutes {
  return {
    format: 'meydan.frozen-minutes',
    version: 1,
    document,
    title: title.toWellFormed(),
    blocks: frozenBlocks(blocks, (line) => line),
  }
}

/**
 * The minutes without the lines that the document no longer has: words were erased from it. Whose a line was, a frozen
 * text doesn't know. Null where there was nothing to take out.
 */
export function redactedMinutes(frozen: FrozenMinutes, now: FrozenMinutes): FrozenMinutes | null {
  const there = new Set<string>()
  frozenBlocks(now.blocks, (line) => {
    there.add(keyOf(line))
    return line
  })
  let isChanged = false
  const blocks = frozenBlocks(frozen.blocks, (line) => {
    if (there.has(keyOf(line))) return line
    isChanged = true
    return []
  })
  return isChanged ? { ...frozen, blocks } : null
}

/** Whether it says anything. */
export function saysSomething({ blocks }: FrozenMinutes): boolean {
  let isSaid = false
  frozenBlocks(blocks, (line) => {
    isSaid ||= keyOf(line).trim() !== ''
    return line
  })
  return isSaid
}

const keyOf = (line: readonly RichPiece[]) => line.map(wordsOfPiece).join('')

type Line = RichPiece[]

/** `keep`: of each line, what of it is kept. Lines with nothing left go; the rows and cells of a table stay. */
function frozenBlocks(blocks: readonly RichBlock[], keep: (line: Line) => Line): RichBlock[] {
  const within = (inner: readonly RichBlock[]) => frozenBlocks(inner, keep)
  return blocks.flatMap((block): RichBlock[] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading': {
        const line = block.pieces.map(wellFormed)
        const kept = line.length > 0 ? keep(line) : []
        return kept.length > 0 ? [{ ...block, pieces: kept }] : []
      }
      case 'bulletList':
      case 'orderedList':
        return [{ ...block, items: block.items.map(within) }]
      case 'taskList':
        return [{ ...block, tasks: block.tasks.map((task) => ({ ...unticked, blocks: within(task.blocks) })) }]
      case 'table':
        return [
          { ...block, rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: within(cell.blocks) }))) },
        ]
      case 'decision':
        return [{ ...block, entry: null, blocks: within(block.blocks) }]
      case 'clause':
        return [{ ...block, id: '', blocks: within(block.blocks) }]
      default:
        return [{ ...block, blocks: within(block.blocks) }]
    }
  })
}

const unticked = { checked: false, action: null } as const

/** Canonical JSON knows no half characters; two that wrote at once can leave one behind. */
function wellFormed(piece: RichPiece): RichPiece {
  if ('text' in piece) return { ...piece, text: piece.text.toWellFormed() }
  if ('mention' in piece) return { mention: { ...piece.mention, label: piece.mention.label.toWellFormed() } }
  if ('break' in piece) return piece
  const { record, label } = piece.chip
  return { chip: { ...piece.chip, record: record.toWellFormed(), label: label.toWellFormed() } }
}
