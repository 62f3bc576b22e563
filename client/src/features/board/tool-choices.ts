import {
  Eraser,
  Flashlight,
  Frame,
  Hand,
  MousePointer2,
  MoveUpRight,
  PenLine,
  Shapes,
  StickyNote,
  Type,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { MessageKey } from '../../i18n/catalogue.ts'
import type { BoardContext, Tool } from './board-context.ts'
import { connectSelection } from './connector-acts.ts'
import { addShapeNearby, formOf } from './shape-acts.ts'

export type ToolChoice = { tool: Tool; icon: Component; label: MessageKey; shortcut: string }

/** Everything one can draw and point with, in groups. */
export const toolGroups: readonly (readonly ToolChoice[])[] = [
  [
    { tool: 'select', icon: MousePointer2, label: 'board.tool.select', shortcut: 'V' },
    { tool: 'hand', icon: Hand, label: 'board.tool.hand', shortcut: 'H' },
  ],
  [
    { tool: 'note', icon: StickyNote, label: 'board.tool.note', shortcut: 'N' },
    { tool: 'frame', icon: Frame, label: 'board.tool.frame', shortcut: 'F' },
    { tool: 'text', icon: Type, label: 'board.tool.text', shortcut: 'T' },
    { tool: 'shape', icon: Shapes, label: 'board.tool.shape', shortcut: 'S' },
    { tool: 'connector', icon: MoveUpRight, label: 'board.tool.connector', shortcut: 'L' },
  ],
  [
    { tool: 'ink', icon: PenLine, label: 'board.tool.ink', shortcut: 'P' },
    { tool: 'eraser', icon: Eraser, label: 'board.tool.eraser', shortcut: 'E' },
    { tool: 'laser', icon: Flashlight, label: 'board.tool.laser', shortcut: 'K' },
  ],
]
export const toolChoices: readonly ToolChoice[] = toolGroups.flat()

/** Tools that one gives something to draw with: a form, an ink, a thickness. */
export const toolsWithOptions: ReadonlySet<Tool> = new Set<Tool>(['shape', 'text', 'connector', 'ink'])

/** Takes a tool up, or, where it is in the hand already, lays it down. */
export function chooseTool({ tool, selection }: BoardContext, next: Tool): void {
  tool.value = tool.value === next ? 'select' : next
  // What is selected would get in the way of what is drawn.
  if (tool.value !== 'select' && tool.value !== 'hand') selection.clear()
}

/** What a letter does that belongs to drawing; null for every other. */
export function drawingKeyOf(context: BoardContext, letter: string): (() => void) | null {
  if (!context.canWrite.value) return null
  switch (letter) {
    case 's':
      return () => addShapeNearby(context, formOf(context))
    case 't':
      return () => addShapeNearby(context, 'text')
    case 'l':
      return () => connectSelection(context) || chooseTool(context, 'connector')
    case 'p':
      return () => chooseTool(context, 'ink')
    case 'e':
      return () => chooseTool(context, 'eraser')
    case 'k':
      return () => chooseTool(context, 'laser')
    default:
      return null
  }
}
