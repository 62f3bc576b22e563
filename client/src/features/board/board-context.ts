import { BOARD_EDIT, type Board, itemKinds } from '@meydan/shared/documents/board/board'
import type { InkColour, NoteColour, Point, ShapeForm } from '@meydan/shared/documents/board/records'
import type { RoomView, SeatView } from '@meydan/shared/contracts/rooms'
import type { Side } from '@meydan/shared/words'
import { useStorage } from '@vueuse/core'
import {
  type ComputedRef,
  computed,
  type InjectionKey,
  inject,
  onScopeDispose,
  type Ref,
  type ShallowRef,
  shallowReactive,
  shallowRef,
  watch,
} from 'vue'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { useT } from '../../i18n/index.ts'
import { useToasts } from '../../ui/toasts.ts'
import type { MenuItem } from '../../ui/UiMenu.vue'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { myTable } from '../../workshop/my-table.ts'
import { createDrawing } from './drawing.ts'
import type { DropTarget } from './drop-target.ts'
import { useFilter } from './filter/useFilter.ts'
import { useBoard } from './useBoard.ts'
import { usePresence } from './usePresence.ts'
import { useSelection } from './useSelection.ts'
import { useViewport } from './useViewport.ts'

export const tools = [
  'select',
  'hand',
  'note',
  'text',
  'shape',
  'connector',
  'ink',
  'eraser',
  'frame',
  'laser',
] as const
export type Tool = (typeof tools)[number]

/** Dialogs and drawers of the board, one at a time; each is loaded when it is first asked for. */
export const panels = [
  'shortcuts',
  'find',
  'details',
  'templates',
  'saveTemplate',
  'export',
  'import',
  'history',
  'picture',
] as const
export type Panel = (typeof panels)[number]

/** What is being moved by me now, and how far; the document hears of it at the drop. */
export type Carry = { ids: ReadonlySet<string>; by: Point }

/** Typing this close together is one step of undo; every other act ends its step itself. */
const TYPING_STEP_MS = 900

export type BoardContext = ReturnType<typeof createBoardContext>

const key: InjectionKey<BoardContext> = Symbol('board')
export { key as boardContextKey }

export function useBoardContext(): BoardContext {
  const context = inject(key)
  if (!context) throw new Error('A part of the board was used outside a board')
  return context
}

export type Mode = 'canvas' | 'list'
export type Pen = { form: ShapeForm; ink: InkColour; width: number }

type Given = {
  board: Board
  awareness: Awareness
  room: ComputedRef<RoomView>
  canWrite: ComputedRef<boolean>
  surface: ShallowRef<HTMLElement | null>
  /** Frames, objects, marks: from the lowest up. */
  layers: [ShallowRef<HTMLElement | null>, ShallowRef<HTMLElement | null>, ShallowRef<HTMLElement | null>]
  mode: Ref<Mode>
  documentId: string
  /** Shown to people without a seat: what a room keeps or says of it isn't there. */
  isOutside?: boolean
  /** How they fetch a picture. */
  picture?: (imageId: string) => Promise<Blob>
}

/** Everything the parts of one open board share. Lives as long as the component that makes it. */
export function createBoardContext(given: Given) {
  const { board, awareness, room, canWrite, surface, layers, mode, documentId, isOutside = false, picture } = given
  const data = useBoard(board)
  const viewport = useViewport(surface, layers)
  const selection = useSelection(data)
  const presence = usePresence(awareness, () => room.value.may.includes('stage.direct'))
  const undo = useUndo(board)
  const tool = shallowRef<Tool>('select')
  const carry = shallowRef<Carry | null>(null)
  const seats = computed(() => new Map(room.value.seats.map((seat) => [seat.id, seat])))
  const seatOf = (id: string | null): SeatView | undefined => (id ? seats.value.get(id) : undefined)
  const filter = useFilter(data, room, seatOf)

  watch([selection.ids, selection.editing], ([ids, editing]) => presence.hold(ids, editing), { immediate: true })
  watch(canWrite, (may) => {
    if (may) return
    selection.editing.value = null
    carry.value = null
    if (tool.value !== 'hand') tool.value = 'select'
  })
  const stopMoves = itemKinds.map((type) =>
    board.collectionOf(type).observe((ids, transaction) => !transaction.local && presence.land(ids)),
  )
  onScopeDispose(() => {
    for (const stop of stopMoves) stop()
  })

  return {
    board,
    data,
    viewport,
    selection,
    presence,
    undo,
    tool,
    carry,
    room,
    canWrite,
    surface,
    layers,
    documentId,
    isOutside,
    picture,
    t: useT(),
    toasts: useToasts(),
    /** Said to screen readers: what I did. */
    said: shallowRef(''),
    marquee: shallowRef<Rect | null>(null),
    /** The edges of a frame that is being drawn or resized. */
    draft: shallowRef<{ id: string | null; rect: Rect } | null>(null),
    /** Where what is carried would be dropped. */
    target: shallowRef<DropTarget | null>(null),
    /** Held while the space bar is down. */
    grasping: shallowRef(false),
    panning: shallowRef(false),
    /** The colour of my next note: the last one I chose. */
    colour: shallowRef<NoteColour>('sun'),
    cursorsHidden: useStorage('meydan.board.cursorsHidden', false),
    /** Shortcuts of one letter; who dictates or has a trembling hand can switch them off. */
    singleKeys: useStorage('meydan.board.singleKeys', true),
    minimapShown: useStorage('meydan.board.minimap', true),
    /** Where the context menu is open, in pixels of the page; null: it isn't. */
    menuAt: shallowRef<Point | null>(null),
    /** What a menu offers about the threads of an object; null until they are there. */
    threadItems: shallowRef<((id: string) => MenuItem[]) | null>(null),
    /** Where my pointer last was on the board; null off it. */
    pointer: shallowRef<Point | null>(null),
    panel: shallowRef<Panel | null>(null),
    /** Canvas or list: the same document, the same selection, the keyboard on the same object. */
    mode,
    /** What the shape, connector and ink tools draw with. */
    pen: shallowReactive<Pen>({ form: 'rectangle', ink: 'ink', width: 4 }),
    drawing: createDrawing(),
    /** Whether I may keep a board as a template of the programme. */
    maySaveTemplate: computed(() => room.value.maySaveTemplate),
    /** What I am looking for; what doesn't match steps back. */
    filter,
    /** Whether I may lock and unlock. */
    mayLock: computed(() => canWrite.value && room.value.may.includes('board.lock')),
    /** A note made a moment ago and not yet written in: left blank, it goes as if it had never been. */
    fresh: shallowRef<{ id: string; step: unknown } | null>(null),
    /** An object the list is asked to bring into sight, and whether the keyboard comes along; until it has. */
    sought: shallowRef<{ id: string; focus: boolean } | null>(null),
    /** Several lines that came from the clipboard, until it is decided what becomes of them. */
    pasted: shallowRef<string | null>(null),
    /** What I write while I sit at a table says so: notes keep it, whatever else is made by me doesn't. */
    author: (): { seat: string; side: Side; table?: string } => ({
      seat: room.value.mySeat.id,
      side: room.value.mySeat.side,
      ...(myTable.value && { table: myTable.value }),
    }),
    /** The directory is trusted over what the document claims. */
    seatOf,
    /** Runs a gesture's writes as one step of undo. */
    step<T>(write: () => T): T {
      undo.manager.stopCapturing()
      const result = write()
      undo.manager.stopCapturing()
      return result
    },
    focus(id: string): void {
      selection.standing.value = id
      requestAnimationFrame(() => {
        // Pressed twice at once, its words are being written by now: the field keeps the focus.
        if (selection.editing.value === id) return
        const item = document.querySelector<HTMLElement>(`[data-board] [data-item="${CSS.escape(id)}"]`)
        item?.focus({ preventScroll: true })
      })
    },
  }
}

function useUndo(board: Board) {
  const manager = new Y.UndoManager(board.undoScope, {
    trackedOrigins: new Set([BOARD_EDIT]),
    captureTimeout: TYPING_STEP_MS,
  })
  const canUndo = shallowRef(false)
  const canRedo = shallowRef(false)
  const refresh = () => {
    canUndo.value = manager.canUndo()
    canRedo.value = manager.canRedo()
  }
  for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) manager.on(event, refresh)
  onScopeDispose(() => manager.destroy())
  return { manager, canUndo, canRedo }
}
