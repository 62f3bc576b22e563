import { middleOf } from '@meydan/shared/documents/board/geometry'
import type { Connector, ConnectorEnd, Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from './board-context.ts'
import type { Ends } from './drawing.ts'

const NAME_MAX = 60

/** An end of a connector: on an object, remembering the point in case that object goes, or on the bare board. */
export function endAt(context: BoardContext, item: string | null, point: Point): ConnectorEnd {
  const rect = item && context.data.rectOf(item)
  const { x, y } = rect ? middleOf(rect) : point
  return { item, at: { x: Math.round(x), y: Math.round(y) } }
}

export function connect(context: BoardContext, { from, to }: Ends): void {
  if (!context.canWrite.value || (from.item !== null && from.item === to.item)) return
  const { board, pen, selection, tool } = context
  const id = context.step(() => board.addConnector({ from, to, ink: pen.ink }, context.author()))
  tool.value = 'select'
  selection.select([id])
  context.focus(id)
  context.said.value = context.t('board.connector.added', namesOf(context, { from, to }))
}

/** The keyboard's way: with two objects selected they are connected, the first chosen to the second. */
export function connectSelection(context: BoardContext): boolean {
  const ids = [...context.selection.ids.value].filter((id) => sticks(context, id))
  const [from, to] = ids
  if (!from || !to || ids.length !== 2 || context.selection.ids.value.size !== 2) return false
  const origin = { x: 0, y: 0 }
  connect(context, { from: endAt(context, from, origin), to: endAt(context, to, origin) })
  return true
}

function sticks({ data }: BoardContext, id: string): boolean {
  const type = data.typeOf(id)
  return type !== undefined && type !== 'connector' && type !== 'stroke'
}

export function reattach(context: BoardContext, id: string, ends: Ends): void {
  if (!context.canWrite.value || (ends.from.item !== null && ends.from.item === ends.to.item)) return
  context.step(() => context.board.edit([id], { from: ends.from, to: ends.to }))
  context.said.value = context.t('board.connector.moved', namesOf(context, ends))
}

export function setArrow(context: BoardContext, arrow: Connector['arrow']): void {
  if (!context.canWrite.value) return
  context.step(() => context.board.edit(context.selection.ofType('connector').value, { arrow }))
  context.said.value = context.t(`board.connector.arrow.${arrow}`)
}

export function relabel(context: BoardContext, id: string, label: string): void {
  const next = label.trim().slice(0, 120)
  if (context.board.connectors.get(id)?.label === next) return
  context.step(() => context.board.edit([id], { label: next }))
}

/** What its ends are called, for those who don't see the line. */
export function namesOf(context: BoardContext, { from, to }: Ends): { from: string; to: string } {
  return { from: nameOf(context, from), to: nameOf(context, to) }
}

function nameOf({ data, t }: BoardContext, { item: id }: ConnectorEnd): string {
  const view = id ? data.items.get(id) : undefined
  const frame = id ? data.frames.get(id) : undefined
  if (frame) return frame.title || t('board.frame.untitled')
  if (!view) return t('board.connector.loose')
  const { item, text } = view
  const words = (item.type === 'theme' ? item.title : item.type === 'picture' ? item.alt : text).trim()
  if (words) return words.length > NAME_MAX ? `${words.slice(0, NAME_MAX)}…` : words
  return item.type === 'shape' ? t(`board.shape.${item.form}`) : t('board.connector.wordless')
}
