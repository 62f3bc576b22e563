import {
  BringToFront,
  ChevronDown,
  ChevronRight,
  ChevronUp,
  ClipboardPaste,
  Combine,
  Copy,
  CopyPlus,
  EyeOff,
  FolderInput,
  Frame,
  Group,
  IndentDecrease,
  IndentIncrease,
  Keyboard,
  ListChecks,
  Lock,
  LockOpen,
  Palette,
  PencilLine,
  Redo2,
  Scissors,
  Search,
  SendToBack,
  SlidersHorizontal,
  SmilePlus,
  Spline,
  Square,
  SquareParking,
  StickyNote,
  Trash2,
  Type,
  Undo2,
  Ungroup,
  Users,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { MessageKey } from '../../../i18n/index.ts'
import { hideSelection, mayHide, mayPark, parkSelection } from '../aside-acts.ts'
import { isSelectionLocked, pileSelection, toggleLock } from '../arrange-acts.ts'
import { duplicateSelection, redo, undo } from '../note-acts.ts'
import { stampableOf } from '../stamps/stamp-acts.ts'
import { clusterSelection, ungroupSelection } from '../theme-acts.ts'
import { groupingIcons, groupingOf } from '../theme-menu.ts'
import { copyChosen, cutChosen, paperedOf, pasteHere, recolourOn, removeChosen } from './change-acts.ts'
import { addFrameHere, addNoteHere, addText, addThemeHere } from './make-acts.ts'
import { LOOSE } from './list-tree.ts'
import { moveBy, moveInwards, moveOutwards } from './move-acts.ts'
import type { List } from './useList.ts'

export type ActId =
  | 'note'
  | 'frame'
  | 'theme'
  | 'text'
  | 'shape'
  | 'edit'
  | 'colour'
  | 'details'
  | 'up'
  | 'down'
  | 'into'
  | 'out'
  | 'moveTo'
  | 'group'
  | 'groupWith'
  | 'ungroup'
  | 'connect'
  | 'react'
  | 'front'
  | 'back'
  | 'duplicate'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'lock'
  | 'park'
  | 'hide'
  | 'delete'
  | 'undo'
  | 'redo'
  | 'fold'
  | 'all'
  | 'find'
  | 'people'
  | 'keys'

/** What the parts around the list open. */
export type Opens = {
  /** A menu of its own, at the row or at a button. */
  menu: (name: MenuName) => void
  /** The list of places to choose one from. */
  places: (purpose: Purpose) => void
  find: () => void
  keys: () => void
}
export type MenuName = 'row' | 'react' | 'colour' | 'ink' | 'arrange' | 'people' | 'add'
export type Purpose = 'moveTo' | 'groupWith' | 'connect'

export type Act = {
  id: ActId
  label: MessageKey
  icon: Component
  /** Whether it can be done now; what cannot isn't offered. */
  offered: boolean
  danger?: boolean
  run: () => void
}

/** Everything the list can do with what is chosen or where the keyboard stands: keys, menus and buttons ask here. */
export function actsOf(list: List, opens: Opens): Map<ActId, Act> {
  const acts = [
    ...making(list),
    ...changing(list, opens),
    ...moving(list, opens),
    ...keeping(list),
    ...looking(list, opens),
  ]
  return new Map(acts.map((act) => [act.id, act]))
}

function making(list: List): Act[] {
  const offered = list.context.canWrite.value
  return [
    { id: 'note', label: 'board.tool.note', icon: StickyNote, offered, run: () => addNoteHere(list) },
    { id: 'theme', label: 'board.list.act.theme', icon: Group, offered, run: () => addThemeHere(list) },
    { id: 'frame', label: 'board.tool.frame', icon: Frame, offered, run: () => addFrameHere(list) },
    { id: 'text', label: 'board.list.act.text', icon: Type, offered, run: () => addText(list, 'text') },
    { id: 'shape', label: 'board.list.act.shape', icon: Square, offered, run: () => addText(list, 'rectangle') },
  ]
}

function changing(list: List, opens: Opens): Act[] {
  const { context, chosen } = list
  const { data, selection, canWrite } = context
  const writes = canWrite.value && chosen.value.length > 0
  const [only] = chosen.value
  const type = only && chosen.value.length === 1 ? data.typeOf(only) : undefined
  const hasNeeds = chosen.value.some((id) => ['note', 'theme'].includes(data.typeOf(id) ?? ''))
  return [
    {
      id: 'edit',
      label: type === 'picture' ? 'board.list.act.alt' : 'board.selection.edit',
      icon: PencilLine,
      offered: writes && type !== undefined && type !== 'stroke' && !context.board.isLocked(only!),
      run: () => selection.edit(only!),
    },
    {
      id: 'details',
      label: 'board.need.open',
      icon: SlidersHorizontal,
      offered: hasNeeds && !context.isOutside,
      run: () => {
        context.panel.value = 'details'
      },
    },
    {
      id: 'react',
      label: 'board.stamp.add',
      icon: SmilePlus,
      offered: writes && stampableOf(context, chosen.value).length > 0,
      run: () => opens.menu('react'),
    },
    {
      id: 'colour',
      label: 'board.shortcuts.colour',
      icon: Palette,
      offered: writes && paperedOf(list).length > 0,
      run: () => recolourOn(list),
    },
  ]
}

function moving(list: List, opens: Opens): Act[] {
  const { context, chosen } = list
  const { data, canWrite } = context
  const types = new Set(chosen.value.map((id) => data.typeOf(id)))
  const writes = canWrite.value && chosen.value.length > 0
  const held = writes && !types.has('frame') && !types.has('connector')
  const grouping = groupingOf(context)
  const notes = writes && types.size === 1 && types.has('note')
  const isIn = chosen.value.some((id) => ![null, undefined, LOOSE].includes(list.whole.value.nodes.get(id)?.parent))
  return [
    {
      id: 'up',
      label: 'board.list.act.up',
      icon: ChevronUp,
      offered: writes && !types.has('connector'),
      run: () => moveBy(list, -1),
    },
    {
      id: 'down',
      label: 'board.list.act.down',
      icon: ChevronDown,
      offered: writes && !types.has('connector'),
      run: () => moveBy(list, 1),
    },
    {
      id: 'into',
      label: 'board.list.act.into',
      icon: IndentIncrease,
      offered: held,
      run: () => {
        if (!moveInwards(list)) opens.places('moveTo')
      },
    },
    {
      id: 'out',
      label: 'board.list.act.out',
      icon: IndentDecrease,
      offered: held && isIn,
      run: () => moveOutwards(list),
    },
    {
      id: 'moveTo',
      label: 'board.list.act.moveTo',
      icon: FolderInput,
      offered: held,
      run: () => opens.places('moveTo'),
    },
    {
      id: 'group',
      label: `board.theme.${grouping ?? 'group'}`,
      icon: groupingIcons[grouping ?? 'group'],
      offered: writes && (types.has('note') || grouping === 'merge'),
      run: () => clusterSelection(context),
    },
    {
      id: 'groupWith',
      label: 'board.list.act.groupWith',
      icon: Combine,
      offered: notes,
      run: () => opens.places('groupWith'),
    },
    {
      id: 'ungroup',
      label: types.has('theme') ? 'board.theme.ungroup' : 'board.theme.takeOut',
      icon: Ungroup,
      offered: writes && (types.has('theme') || chosen.value.some((id) => list.themeOf(id) !== null)),
      run: () => (types.has('theme') ? ungroupSelection(context) : moveOutwards(list)),
    },
    {
      id: 'connect',
      label: 'board.list.act.connect',
      icon: Spline,
      offered: writes && chosen.value.length === 1 && !types.has('connector') && !types.has('stroke'),
      run: () => opens.places('connect'),
    },
  ]
}

function keeping(list: List): Act[] {
  const { context, chosen } = list
  const { canWrite, mayLock, undo: stack } = context
  const some = chosen.value.length > 0
  const writes = canWrite.value && some
  const locked = isSelectionLocked(context)
  return [
    {
      id: 'front',
      label: 'board.selection.front',
      icon: BringToFront,
      offered: writes,
      run: () => pileSelection(context, 'above'),
    },
    {
      id: 'back',
      label: 'board.selection.back',
      icon: SendToBack,
      offered: writes,
      run: () => pileSelection(context, 'below'),
    },
    { id: 'cut', label: 'board.menu.cut', icon: Scissors, offered: writes, run: cutChosen },
    { id: 'copy', label: 'board.menu.copy', icon: Copy, offered: some, run: copyChosen },
    {
      id: 'paste',
      label: 'board.menu.paste',
      icon: ClipboardPaste,
      offered: canWrite.value,
      run: () => pasteHere(list),
    },
    {
      id: 'duplicate',
      label: 'board.selection.duplicate',
      icon: CopyPlus,
      offered: writes,
      run: () => duplicateSelection(context),
    },
    {
      id: 'lock',
      label: locked ? 'board.menu.unlock' : 'board.menu.lock',
      icon: locked ? LockOpen : Lock,
      offered: mayLock.value && some,
      run: () => toggleLock(context),
    },
    {
      id: 'park',
      label: 'board.aside.park',
      icon: SquareParking,
      offered: some && mayPark(context),
      run: () => parkSelection(context),
    },
    {
      id: 'hide',
      label: 'board.aside.hide',
      icon: EyeOff,
      offered: some && mayHide(context),
      run: () => void hideSelection(context),
    },
    {
      id: 'delete',
      label: 'board.selection.delete',
      icon: Trash2,
      offered: writes,
      danger: true,
      run: () => removeChosen(list),
    },
    {
      id: 'undo',
      label: 'board.undo',
      icon: Undo2,
      offered: canWrite.value && stack.canUndo.value,
      run: () => undo(context),
    },
    {
      id: 'redo',
      label: 'board.redo',
      icon: Redo2,
      offered: canWrite.value && stack.canRedo.value,
      run: () => redo(context),
    },
  ]
}

function looking(list: List, opens: Opens): Act[] {
  const { context } = list
  const { selection, t, said } = context
  const all = () => {
    selection.select(list.rows.value.filter(list.isObject))
    said.value = t('board.said.selected', { count: selection.ids.value.size })
  }
  const id = list.current.value
  const holds = id !== null && (list.shown.value.nodes.get(id)?.children.length ?? 0) > 0
  const isShut = id !== null && list.shut.value.has(id)
  return [
    {
      id: 'fold',
      label: isShut ? 'board.list.open' : 'board.list.close',
      icon: isShut ? ChevronRight : ChevronDown,
      offered: holds,
      run: () => list.setOpen([id!], isShut),
    },
    { id: 'all', label: 'board.menu.selectAll', icon: ListChecks, offered: true, run: all },
    { id: 'find', label: 'board.list.filter.words', icon: Search, offered: true, run: opens.find },
    { id: 'people', label: 'board.list.people.label', icon: Users, offered: true, run: () => opens.menu('people') },
    { id: 'keys', label: 'board.shortcuts.title', icon: Keyboard, offered: true, run: opens.keys },
  ]
}
