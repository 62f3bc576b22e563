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
      { keys: [['C']], does: 'board.shortcuts.colour', writes: true },
      { keys: [['Ctrl', 'D']], does: 'board.shortcuts.duplicate', writes: true },
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
      { keys: [['Ctrl', '0']], does: 'board.shortcuts.whole' },
      { keys: [['V']], does: 'board.shortcuts.select' },
      { keys: [['?']], does: 'board.shortcuts.help' },
    ],
  },
]

const named = new Set(['Ctrl', 'Shift', 'Alt', 'Enter', 'Esc', 'Tab', 'Space', 'Delete', 'arrows', 'drag', 'wheel'])

export function keyMessage(key: KeyName): MessageKey | null {
  return named.has(key) ? (`board.key.${key.toLowerCase()}` as MessageKey) : null
}
