import type { Board } from './board.ts'
import { contains, middleOf, type Rect, rectBetween } from './geometry.ts'
import { edgePoint, type Outline } from './layout.ts'
import type { Connector, ConnectorEnd, Point } from './records.ts'

/** Where a connector begins and ends on the board, in board units. */
export type ConnectorLine = { from: Point; to: Point }

/** Ends that stick leave their object's edge towards the other end; the rest are where the record has them. */
export function connectorLine(board: Board, { from, to }: Pick<Connector, 'from' | 'to'>): ConnectorLine {
  return lineBetween(endRect(board, from), endRect(board, to))
}

/** The line between two objects, or points; a point that lies inside an object is met as it is. */
export function lineBetween(from: Outline | Point, to: Outline | Point): ConnectorLine {
  const [start, end] = [centreOf(from), centreOf(to)]
  return {
    from: isRect(from) && !contains(from, end) ? edgePoint(from, end) : start,
    to: isRect(to) && !contains(to, start) ? edgePoint(to, start) : end,
  }
}

export function connectorBounds(board: Board, connector: Pick<Connector, 'from' | 'to'>): Rect {
  const { from, to } = connectorLine(board, connector)
  return rectBetween(from, to)
}

/** An end may name an object of any kind but a connector: lines that hold each other would have no place. */
function endRect(board: Board, end: ConnectorEnd): Outline | Point {
  if (!end.item || board.connectors.has(end.item)) return end.at
  const rect = board.rectOf(end.item)
  return rect ? { ...rect, form: board.shapes.get(end.item)?.form } : end.at
}

function centreOf(end: Outline | Point): Point {
  return isRect(end) ? middleOf(end) : end
}

function isRect(end: Outline | Point): end is Outline {
  return 'width' in end
}
