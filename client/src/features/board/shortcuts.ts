import type { MessageKey } from '../../i18n/catalogue.ts'

/** A key as it is shown: a letter as it is, or a name that is translated under `board.key`. */
export type KeyName = string

type Shortcut = { keys: readonly KeyName[][]; does: MessageKey; writes?: boolean }

/** What the shortcut dialog lists; `useKeyboard` is where they work. */
export const shortcutGroups: readonly { title: MessageKey; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'board.shortcuts.write',
    shortcuts: [
      { keys: [['N']], does: 'board.shortcuts.newNote', writes: true },
      { keys: [['Enter'], ['F2']], does: 'board.shortcuts.edit', writes: true },
      { keys: [['Tab']], does: 'board.shortcuts.next', writes: true },
      { keys: [['Esc']], does: 'board.shortcuts.leave' },
      { keys: [['F']], does: 'board.shortcuts.newFrame', writes: true },
      { keys: [['S'], ['T']], does: 'board.shortcuts.newShape', writes: true },
      { keys: [['L']], does: 'board.shortcuts.connect', writes: true },
      {
        keys: [['P'], ['E']],
        does: 'board.shortcuts.draw',
        writes: true,
      },
      { keys: [['K']], does: 'board.shortcuts.laser', writes: true },
      { keys: [['Ctrl', 'V']], does: 'board.shortcuts.paste', writes: true },
    ],
  },
  {
    title: 'board.shortcuts.arrange',
    shortcuts: [
      { keys: [['arrows']], does: 'board.shortcuts.step' },
      { keys: [['Alt', 'arrows'], ['['], [']']], does: 'board.shortcuts.stepAlways' },
      { keys: [['Space']], does: 'board.shortcuts.toggle' },
      { keys: [['arrows']], does: 'board.shortcuts.nudge', writes: true },
      { keys: [['Shift', 'arrows']], does: 'board.shortcuts.nudgeFar', writes: true },
      { keys: [['Shift', 'Alt', 'arrows']], does: 'board.shortcuts.resize', writes: true },
      { keys: [['Ctrl', 'A']], does: 'board.shortcuts.all' },
      { keys: [['Ctrl', 'Shift', 'A']], does: 'board.shortcuts.allInFrame' },
      {
        keys: [
          ['Ctrl', 'C'],
          ['Ctrl', 'X'],
        ],
        does: 'board.shortcuts.copy',
      },
      {
        keys: [
          ['Ctrl', ']'],
          ['Ctrl', '['],
        ],
        does: 'board.shortcuts.pile',
        writes: true,
      },
      { keys: [['Ctrl', 'Shift', 'L']], does: 'board.shortcuts.lock', writes: true },
      { keys: [['Shift', 'F10']], does: 'board.shortcuts.menu' },
      { keys: [['C']], does: 'board.shortcuts.colour', writes: true },
      { keys: [['Ctrl', 'D']], does: 'board.shortcuts.duplicate', writes: true },
      { keys: [['G'], ['Ctrl', 'G']], does: 'board.theme.shortcut.group', writes: true },
      { keys: [['Ctrl', 'Shift', 'G']], does: 'board.theme.shortcut.ungroup', writes: true },
      { keys: [['arrows']], does: 'board.theme.shortcut.reorder', writes: true },
      { keys: [['R']], does: 'board.stamp.shortcut', writes: true },
      { keys: [['I']], does: 'board.need.shortcut' },
      { keys: [['Delete']], does: 'board.shortcuts.delete', writes: true },
      { keys: [['Ctrl', 'Z']], does: 'board.shortcuts.undo', writes: true },
      {
        keys: [
          ['Ctrl', 'Shift', 'Z'],
          ['Ctrl', 'Y'],
        ],
        does: 'board.shortcuts.redo',
        writes: true,
      },
    ],
  },
  {
    title: 'board.shortcuts.look',
    shortcuts: [
      { keys: [['Space', 'drag'], ['H']], does: 'board.shortcuts.pan' },
      { keys: [['Ctrl', 'wheel'], ['+'], ['-']], does: 'board.shortcuts.zoom' },
      { keys: [['Shift', '1']], does: 'board.shortcuts.fit' },
      { keys: [['Shift', '2']], does: 'board.shortcuts.zoomSelection' },
      { keys: [['Ctrl', '0']], does: 'board.shortcuts.whole' },
      { keys: [['Ctrl', 'F']], does: 'board.shortcuts.find' },
      { keys: [['V']], does: 'board.shortcuts.select' },
      { keys: [['?']], does: 'board.shortcuts.help' },
    ],
  },
]

const named = new Set(['Ctrl', 'Shift', 'Alt', 'Enter', 'Esc', 'Tab', 'Space', 'Delete', 'arrows', 'drag', 'wheel'])

export function keyMessage(key: KeyName): MessageKey | null {
  return named.has(key) ? (`board.key.${key.toLowerCase()}` as MessageKey) : null
}
