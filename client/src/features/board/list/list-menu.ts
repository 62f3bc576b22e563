import { AlignStartVertical, Palette, PenLine } from '@lucide/vue'
import { inkColours, noteColours, stampSigns } from '@meydan/shared/documents/board/records'
import type { MenuGroup, MenuItem } from '../../../ui/UiMenu.vue'
import { actionItem } from '../action-menu.ts'
import { alignSelection, distributeSelection } from '../arrange-acts.ts'
import { setArrow } from '../connector-acts.ts'
import { reink } from '../shape-acts.ts'
import { hasMine, react, stampableOf } from '../stamps/stamp-acts.ts'
import { signIcons } from '../stamps/stamp-signs.ts'
import { threadItems } from '../thread-menu.ts'
import { colourOf, connectTo, paperedOf, recolour } from './change-acts.ts'
import type { Act, ActId, MenuName, Purpose } from './list-acts.ts'
import { focusRow } from './list-focus.ts'
import { shortWords } from './list-words.ts'
import { moveInto } from './move-acts.ts'
import type { List } from './useList.ts'

const moreIcons = { colour: Palette, ink: PenLine, arrange: AlignStartVertical }

/** The choices that have a menu of their own. */
export function menuNamed(list: List, name: 'colour' | 'ink' | 'arrange'): MenuGroup[] {
  return { colour: paperGroup, ink: lineGroups, arrange: arrangeGroup }[name](list)
}

const rowMenu: ActId[][] = [
  ['edit', 'details', 'react', 'fold'],
  ['up', 'down', 'into', 'out', 'moveTo'],
  ['group', 'groupWith', 'ungroup', 'connect'],
  ['park', 'hide'],
  ['front', 'back', 'lock'],
  ['cut', 'copy', 'paste', 'duplicate'],
]

/** The menu of a row: everything that can be done with what is chosen. */
export function menuOf(list: List, acts: Map<ActId, Act>, opens: (name: MenuName) => void): MenuGroup[] {
  const groups = rowMenu.map((ids): MenuGroup => ({ items: ids.flatMap((id) => itemOf(list, acts.get(id))) }))
  const more = (['colour', 'ink', 'arrange'] as const).flatMap((name) => {
    const [group] = menuNamed(list, name)
    return group ? [{ label: group.heading!, icon: moreIcons[name], select: () => opens(name) }] : []
  })
  groups[0]!.items.push(...more, ...actionItem(list.context), ...threadItems(list.context))
  const all = [...groups, { items: itemOf(list, acts.get('delete')) }]
  return all.filter(({ items }) => items.length > 0)
}

export function itemOf({ context: { t } }: List, act: Act | undefined): MenuItem[] {
  if (!act?.offered) return []
  return [{ label: t(act.label), icon: act.icon, ...(act.danger ? { danger: true } : {}), select: act.run }]
}

function paperGroup(list: List): MenuGroup[] {
  const { t, canWrite } = list.context
  if (!canWrite.value || paperedOf(list).length === 0) return []
  const now = colourOf(list)
  const items = noteColours.map((colour) => ({
    label: t(`board.colour.${colour}`),
    chosen: now === colour,
    select: () => recolour(list, colour),
  }))
  return [{ heading: t('board.colour.label'), items }]
}

/** The ink of shapes, lines and drawings, and the heads of connectors. */
function lineGroups({ context, chosen }: List): MenuGroup[] {
  const { t, data, canWrite } = context
  const types = new Set(chosen.value.map((id) => data.typeOf(id)))
  if (!canWrite.value || !['shape', 'connector', 'stroke'].some((type) => types.has(type as 'shape'))) return []
  const inks = inkColours.map((ink) => ({ label: t(`board.ink.${ink}`), select: () => reink(context, ink) }))
  const arrows = (['none', 'end', 'both'] as const).map((arrow) => ({
    label: t(`board.connector.arrow.${arrow}`),
    select: () => setArrow(context, arrow),
  }))
  return [{ heading: t('board.list.ink'), items: inks }, ...(types.has('connector') ? [{ items: arrows }] : [])]
}

export function reactGroup({ context, chosen }: List): MenuGroup[] {
  const { t } = context
  const ids = stampableOf(context, chosen.value)
  const items = stampSigns.map((sign) => ({
    label: t(`board.stamp.${sign}`),
    icon: signIcons[sign],
    on: ids.every((id) => hasMine(context, id, sign)),
    select: () => react(context, ids, sign),
  }))
  return [{ heading: t('board.stamp.add'), items }]
}

/** Alignment is about places, which a list doesn't show; the words say enough to be used without seeing them. */
function arrangeGroup({ context, chosen }: List): MenuGroup[] {
  const { t, canWrite } = context
  if (!canWrite.value || chosen.value.length < 2) return []
  const items: MenuItem[] = (['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const).map((edge) => ({
    label: t(`board.align.${edge}`),
    select: () => alignSelection(context, edge),
  }))
  if (chosen.value.length > 2) {
    for (const axis of ['across', 'down'] as const)
      items.push({ label: t(`board.align.${axis}`), select: () => distributeSelection(context, axis) })
  }
  return [{ heading: t('board.align.label'), items }]
}

/** What choosing a place in the dialog does. */
export function choosePlace(list: List, purpose: Purpose, id: string): void {
  if (purpose === 'connect') connectTo(list, id)
  else moveInto(list, { id })
}

/** Everybody else who is here, and the row each of them is at. */
export function peopleGroup(list: List): MenuGroup[] {
  const { context } = list
  const { presence, t, said } = context
  const items = presence.others.value.map(({ user, editing, selection, cursor }) => {
    const at = [editing, ...selection, cursor && context.data.itemAt(cursor)].find((id) => list.isObject(id ?? null))
    return {
      label: at
        ? t('board.list.people.at', { person: user.name, place: shortWords(context, at) })
        : t('board.list.people.nowhere', { person: user.name }),
      select: () => {
        if (!at) return
        list.clearFilter()
        void focusRow(list, at)
        said.value = t('board.list.people.went', { person: user.name })
      },
    }
  })
  return items.length > 0 ? [{ heading: t('board.list.people.label'), items }] : []
}

const made: ActId[] = ['note', 'theme', 'frame', 'text', 'shape']

/** What can be made, and what can be brought in from elsewhere. */
export function addGroups(list: List, acts: Map<ActId, Act>): MenuGroup[] {
  const { t, panel } = list.context
  const opens = (name: 'picture' | 'templates' | 'import') => () => {
    panel.value = name
  }
  return [
    { items: made.flatMap((id) => itemOf(list, acts.get(id))) },
    {
      items: [
        { label: t('board.list.act.picture'), select: opens('picture') },
        { label: t('board.menu.insertTemplate'), select: opens('templates') },
        { label: t('board.menu.import'), select: opens('import') },
      ],
    },
  ]
}
