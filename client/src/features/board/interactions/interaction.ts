import type { ItemKind, Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from '../board-context.ts'
import type { FrameHandle } from '../resize.ts'

/** A pointer at a moment, in pixels of the surface and in board units. */
export type At = { screen: Point; board: Point; event: PointerEvent }

/** What lies under a pointer. */
export type Hit =
  | { kind: 'empty' }
  | { kind: 'item'; id: string; type: Exclude<ItemKind, 'frame'> }
  /** `title`: its name and not its edge; only there a second press begins to write. */
  | { kind: 'frame'; id: string; title: boolean }
  | { kind: 'handle'; id: string; handle: FrameHandle }
  /** One end of a selected connector. */
  | { kind: 'end'; id: string; end: 'from' | 'to' }

/**
 * A gesture from press to release. `move` may answer with the gesture it turned out to be; `become` lets a gesture
 * turn into another without a movement (a long press). Whatever ends early is cancelled and leaves nothing behind.
 */
export type Interaction = {
  enter?(become: (next: Interaction) => void): void
  move(at: At): Interaction | undefined
  complete(at: At): void
  cancel(): void
}

export type Start = { context: BoardContext; from: At; hit: Hit }

/** Movements smaller than this, in screen pixels, are a press. */
export const MOUSE_SLACK = 4
export const TOUCH_SLACK = 9
