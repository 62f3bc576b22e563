import type { Point } from '@meydan/shared/documents/board/records'
import { useEventListener } from '@vueuse/core'
import type { BoardContext, Tool } from '../board-context.ts'
import { settleNudge } from '../carry.ts'
import { distance } from '@meydan/shared/documents/board/geometry'
import { frameHandles } from '../resize.ts'
import { drawingConnector, reattaching } from './draw-connector.ts'
import { drawingFrame } from './draw-frame.ts'
import { inking } from './draw-ink.ts'
import { drawingShape } from './draw-shape.ts'
import { erasing } from './erase.ts'
import type { At, Hit, Interaction, Start } from './interaction.ts'
import { panning } from './pan.ts'
import { pinching } from './pinch.ts'
import { pointingLaser } from './point-laser.ts'
import { placingNote, pressingEmpty, pressingItem, takesWords, touching } from './press.ts'
import { resizing } from './resize-item.ts'

const DOUBLE_MS = 380
const DOUBLE_SLACK = 16

/** Turns the pointers on the surface into one interaction at a time. Returns how to cancel the one under way. */
export function usePointer(context: BoardContext): { cancel(): boolean } {
  const { surface, viewport } = context
  const fingers = new Map<number, Point>()
  let current: { pointer: number; interaction: Interaction } | null = null
  /** The pen that is down now. */
  let pen: number | null = null
  let pinch: ReturnType<typeof pinching> | null = null
  let lastPress: { at: number; screen: Point; on: string } = { at: 0, screen: { x: 0, y: 0 }, on: '' }

  function atOf(event: PointerEvent): At {
    const box = surface.value!.getBoundingClientRect()
    const screen = { x: event.clientX - box.left, y: event.clientY - box.top }
    return { screen, board: viewport.boardPoint(screen), event }
  }

  function take(pointer: number, interaction: Interaction): void {
    current = { pointer, interaction }
    interaction.enter?.((next) => {
      if (current?.interaction === interaction) take(pointer, next)
    })
  }

  function isSecond(at: At, hit: Hit): boolean {
    const on = 'id' in hit ? hit.id : ''
    const second =
      at.event.timeStamp - lastPress.at < DOUBLE_MS &&
      distance(at.screen, lastPress.screen) < DOUBLE_SLACK &&
      on === lastPress.on
    lastPress = { at: second ? 0 : at.event.timeStamp, screen: at.screen, on }
    return second
  }

  function down(event: PointerEvent): void {
    if (event.button === 2 || !surface.value) return
    event.preventDefault()
    surface.value.setPointerCapture(event.pointerId)
    const at = atOf(event)
    if (isPalm(event)) return
    if (event.pointerType === 'touch') fingers.set(event.pointerId, at.screen)
    if (fingers.size === 2) {
      cancel()
      pinch = pinching(viewport, [...fingers.values()] as [Point, Point])
      return
    }
    if (current || fingers.size > 2) return
    settleNudge(context)
    const hit = hitOf(context, event.target, at)
    if (context.selection.editing.value) context.selection.editing.value = null
    take(event.pointerId, begin({ context, from: at, hit }, isSecond(at, hit)))
  }

  /** While a pen writes, the hand it is in means nothing; what it did on the way down is taken back. */
  function isPalm({ pointerType, pointerId }: PointerEvent): boolean {
    if (pointerType === 'touch') return pen !== null
    pen = pointerType === 'pen' ? pointerId : null
    if (pen !== null && fingers.size > 0) {
      fingers.clear()
      pinch = null
      cancel()
    }
    return false
  }

  function move(event: PointerEvent): void {
    if (!surface.value) return
    const at = atOf(event)
    context.pointer.value = at.board
    if (event.pointerType !== 'touch') context.presence.pointAt(at.board)
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, at.screen)
    if (pinch && fingers.size === 2) return pinch([...fingers.values()] as [Point, Point])
    if (current?.pointer !== event.pointerId) return
    const next = current.interaction.move(at)
    if (!next) return
    take(event.pointerId, next)
    next.move(at)
  }

  function up(event: PointerEvent): void {
    if (event.pointerId === pen) pen = null
    fingers.delete(event.pointerId)
    if (fingers.size === 0) pinch = null
    if (current?.pointer !== event.pointerId) return
    const { interaction } = current
    current = null
    interaction.complete(atOf(event))
  }

  function cancel(): boolean {
    const was = current
    current = null
    was?.interaction.cancel()
    return was !== null
  }

  useEventListener(surface, 'pointerdown', down)
  useEventListener(surface, 'pointermove', move)
  useEventListener(surface, 'pointerup', up)
  useEventListener(surface, 'pointercancel', (event) => {
    if (event.pointerId === pen) pen = null
    fingers.delete(event.pointerId)
    if (fingers.size === 0) pinch = null
    if (current?.pointer === event.pointerId) cancel()
  })
  useEventListener(surface, 'pointerleave', () => {
    context.pointer.value = null
    context.presence.pointAt(null)
  })
  return { cancel }
}

/** What a press begins while a tool is chosen. */
const gestureOf: Partial<Record<Tool, (start: Start) => Interaction>> = {
  note: placingNote,
  frame: ({ context, from }) => drawingFrame(context, from),
  shape: drawingShape,
  text: drawingShape,
  connector: drawingConnector,
  ink: inking,
  eraser: erasing,
  laser: pointingLaser,
}

function begin(start: Start, twice: boolean): Interaction {
  const { context, from, hit } = start
  const { event } = from
  const tool = context.canWrite.value ? context.tool.value : context.tool.value === 'hand' ? 'hand' : 'select'
  if (tool === 'hand' || context.grasping.value || event.button === 1) return panning(context, from)
  if (hit.kind === 'handle') return resizing(context, from, hit.id, hit.handle)
  if (hit.kind === 'end') return reattaching(start, hit.id, hit.end)
  const draw = gestureOf[tool]
  if (draw) return draw(start)
  if (event.pointerType === 'touch') return touching(start, twice)
  return hit.kind === 'empty' ? pressingEmpty(start, twice) : pressingItem(start, hit.id, twice && takesWords(hit))
}

/** Objects are found by geometry too, so that those drawn on the far-off canvas can be taken. */
function hitOf(context: BoardContext, target: EventTarget | null, at: At): Hit {
  const element = target instanceof Element ? target : null
  const grip = element?.closest<HTMLElement>('[data-handle]')
  const handle = frameHandles.find((name) => name === grip?.dataset['handle'])
  if (grip && handle && context.canWrite.value) return { kind: 'handle', id: grip.dataset['of'] ?? '', handle }
  const end = element?.closest<HTMLElement>('[data-end]')
  if (end && context.canWrite.value)
    return { kind: 'end', id: end.dataset['of'] ?? '', end: end.dataset['end'] === 'from' ? 'from' : 'to' }
  const item = element?.closest('[data-type]')?.getAttribute('data-item') ?? context.data.itemAt(at.board)
  const type = item ? context.data.typeOf(item) : undefined
  if (item && type && type !== 'frame') return { kind: 'item', id: item, type }
  const held = element?.closest<HTMLElement>('[data-frame-grip]')
  const frame = held?.dataset['frameGrip']
  return frame ? { kind: 'frame', id: frame, title: held.dataset['item'] === frame } : { kind: 'empty' }
}
