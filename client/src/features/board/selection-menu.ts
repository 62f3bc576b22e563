import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  BringToFront,
  BoxSelect,
  ClipboardPaste,
  Copy,
  CopyPlus,
  Download,
  EyeOff,
  History,
  LayoutTemplate,
  Lock,
  LockOpen,
  Maximize,
  PencilLine,
  Save,
  Scissors,
  SendToBack,
  SlidersHorizontal,
  SquareParking,
  StickyNote,
  Trash2,
  Upload,
  ZoomIn,
} from '@lucide/vue'
import type { MenuGroup, MenuItem } from '../../ui/UiMenu.vue'
import { actionItem } from './action-menu.ts'
import { alignSelection, distributeSelection, isSelectionLocked, pileSelection, toggleLock } from './arrange-acts.ts'
import type { BoardContext, Panel } from './board-context.ts'
import { pasteFromMenu } from './clipboard.ts'
import { sortGroup } from './filter/sort-menu.ts'
import { addNoteAt, addNoteNearby, duplicateSelection, removeSelection } from './note-acts.ts'
import { hideSelection, mayHide, mayPark, parkSelection } from './aside-acts.ts'
import { selectAll, selectAllInFrame, zoomToSelection } from './select-acts.ts'
import { themeMenu } from './theme-menu.ts'
import { threadItems } from './thread-menu.ts'

/** What can be done with the selection, in the order of the context menu and of the selection bar's “more”. */
export function selectionMenu(context: BoardContext): MenuGroup[] {
  const { selection, canWrite, t } = context
  const groups: MenuItem[][] = [
    [...(canWrite.value ? wordsActs(context) : []), details(context), ...actionItem(context)],
    threadItems(context),
    [
      ...(canWrite.value ? [act(t('board.menu.cut'), Scissors, () => command('cut'))] : []),
      act(t('board.menu.copy'), Copy, () => command('copy')),
      ...(canWrite.value ? [act(t('board.selection.duplicate'), CopyPlus, () => duplicateSelection(context))] : []),
    ],
    canWrite.value ? themeMenu(context) : [],
    asideActs(context),
    canWrite.value ? pileActs(context) : [],
    [
      act(t('board.menu.zoomToSelection'), ZoomIn, () => zoomToSelection(context)),
      act(t('board.menu.allInFrame'), BoxSelect, () => selectAllInFrame(context)),
      act(t('board.menu.export'), Download, () => {
        context.panel.value = 'export'
      }),
    ],
    canWrite.value
      ? [
          ...lockActs(context),
          { ...act(t('board.selection.delete'), Trash2, () => removeSelection(context)), danger: true },
        ]
      : [],
  ]
  const menu = groups.filter((items) => items.length > 0).map((items): MenuGroup => ({ items }))
  if (canWrite.value && selection.ids.value.size > 1) menu.splice(-2, 0, arrangement(context))
  const sorting = canWrite.value ? sortGroup(context) : null
  if (sorting) menu.splice(-2, 0, sorting)
  return menu
}

/** What can be done on the bare board. */
export function boardMenu(context: BoardContext): MenuGroup[] {
  const { t, canWrite, viewport, data } = context
  const at = context.pointer.value
  const opens = (panel: Panel) => () => {
    context.panel.value = panel
  }
  const writing = [
    act(t('board.tool.note'), StickyNote, () => (at ? addNoteAt(context, at) : addNoteNearby(context))),
    act(t('board.menu.paste'), ClipboardPaste, () => void pasteFromMenu(context)),
    act(t('board.menu.insertTemplate'), LayoutTemplate, opens('templates')),
    act(t('board.menu.import'), Upload, opens('import')),
  ]
  const looking = [
    act(t('board.menu.selectAll'), BoxSelect, () => selectAll(context)),
    act(t('board.zoom.fit'), Maximize, () => viewport.fit(data.allRects())),
  ]
  return [...(canWrite.value ? [{ items: writing }] : []), { items: looking }, keepingGroup(context)]
}

/** What is done with a board as a whole, on the canvas and in the list. */
export function keepingGroup({ t, panel, maySaveTemplate }: BoardContext): MenuGroup {
  const opens = (name: Panel) => () => {
    panel.value = name
  }
  const items = [
    act(t('board.menu.export'), Download, opens('export')),
    act(t('board.menu.history'), History, opens('history')),
  ]
  if (maySaveTemplate.value) items.push(act(t('board.menu.saveTemplate'), Save, opens('saveTemplate')))
  return { items }
}

function act(label: string, icon: MenuItem['icon'], select: () => void): MenuItem {
  return { label, icon: icon!, select }
}

function wordsActs({ selection, data, t }: BoardContext): MenuItem[] {
  const [only] = selection.ids.value
  const type = only && selection.ids.value.size === 1 ? data.typeOf(only) : undefined
  if (!only || !type || type === 'stroke' || type === 'picture') return []
  return [act(t('board.selection.edit'), PencilLine, () => selection.edit(only))]
}

function details({ panel, t }: BoardContext): MenuItem {
  return act(t('board.menu.details'), SlidersHorizontal, () => {
    panel.value = 'details'
  })
}

/** Out of the way: for later, or until a facilitator shows it again. */
function asideActs(context: BoardContext): MenuItem[] {
  const { t } = context
  const items: MenuItem[] = []
  if (mayPark(context)) items.push(act(t('board.aside.park'), SquareParking, () => parkSelection(context)))
  if (mayHide(context)) items.push(act(t('board.aside.hide'), EyeOff, () => void hideSelection(context)))
  return items
}

function pileActs(context: BoardContext): MenuItem[] {
  const { t } = context
  return [
    act(t('board.selection.front'), BringToFront, () => pileSelection(context, 'above')),
    act(t('board.selection.back'), SendToBack, () => pileSelection(context, 'below')),
  ]
}

function lockActs(context: BoardContext): MenuItem[] {
  if (!context.mayLock.value) return []
  const locked = isSelectionLocked(context)
  const label = context.t(locked ? 'board.menu.unlock' : 'board.menu.lock')
  return [act(label, locked ? LockOpen : Lock, () => toggleLock(context))]
}

function arrangement(context: BoardContext): MenuGroup {
  const { t, selection } = context
  const items = [
    act(t('board.align.left'), AlignStartVertical, () => alignSelection(context, 'left')),
    act(t('board.align.centre'), AlignCenterVertical, () => alignSelection(context, 'centre')),
    act(t('board.align.right'), AlignEndVertical, () => alignSelection(context, 'right')),
    act(t('board.align.top'), AlignStartHorizontal, () => alignSelection(context, 'top')),
    act(t('board.align.middle'), AlignCenterHorizontal, () => alignSelection(context, 'middle')),
    act(t('board.align.bottom'), AlignEndHorizontal, () => alignSelection(context, 'bottom')),
  ]
  if (selection.ids.value.size > 2) {
    items.push(
      act(t('board.align.across'), AlignHorizontalDistributeCenter, () => distributeSelection(context, 'across')),
      act(t('board.align.down'), AlignVerticalDistributeCenter, () => distributeSelection(context, 'down')),
    )
  }
  return { heading: t('board.align.label'), items }
}

/** Cut and copy go through the browser's own events, so that menu and keys do the same. */
function command(name: 'cut' | 'copy'): void {
  // The menu gives focus back first; the events are sent to where it went.
  requestAnimationFrame(() => document.execCommand(name))
}
