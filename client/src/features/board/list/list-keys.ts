import type { ActId } from './list-acts.ts'

/**
 * The list's keys, as `Ctrl+Shift+g`. Arrows towards the middle of a line of text and back are named for what they
 * mean, since they change sides in Arabic.
 */
export const actKeys: Record<string, ActId> = {
  n: 'note',
  'Ctrl+Enter': 'note',
  f: 'frame',
  h: 'theme',
  t: 'text',
  s: 'shape',
  Enter: 'edit',
  F2: 'edit',
  c: 'colour',
  i: 'details',
  'Alt+ArrowUp': 'up',
  'Alt+ArrowDown': 'down',
  'Alt+Inwards': 'into',
  'Alt+Outwards': 'out',
  m: 'moveTo',
  g: 'group',
  'Ctrl+g': 'group',
  k: 'groupWith',
  u: 'ungroup',
  'Ctrl+Shift+g': 'ungroup',
  l: 'connect',
  r: 'react',
  'Ctrl+]': 'front',
  'Ctrl+[': 'back',
  'Ctrl+d': 'duplicate',
  'Ctrl+Shift+l': 'lock',
  Delete: 'delete',
  Backspace: 'delete',
  'Ctrl+z': 'undo',
  'Ctrl+Shift+z': 'redo',
  'Ctrl+y': 'redo',
  'Ctrl+a': 'all',
  'Ctrl+f': 'find',
  p: 'people',
  '?': 'keys',
}

/** Never pressed by itself: letters that are their own keys say so in their case already. */
export function keyOf(event: KeyboardEvent, isRightToLeft: boolean): string {
  const towards = isRightToLeft ? 'ArrowLeft' : 'ArrowRight'
  const against = isRightToLeft ? 'ArrowRight' : 'ArrowLeft'
  const named = event.key === towards ? 'Inwards' : event.key === against ? 'Outwards' : event.key
  const key = named.length === 1 ? named.toLowerCase() : named
  const isSign = key.length === 1 && key.toUpperCase() === key
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && !isSign ? 'Shift' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+')
}

export function isLetter(key: string): boolean {
  return key.length === 1
}

/** The keys of an act as they are shown, the first of them; empty where it has none. */
export function shownKeys(id: ActId, isRightToLeft: boolean): string[] {
  return Object.entries(actKeys)
    .filter(([, act]) => act === id)
    .map(([key]) =>
      key
        .replace('Inwards', isRightToLeft ? '←' : '→')
        .replace('Outwards', isRightToLeft ? '→' : '←')
        .replace('ArrowUp', '↑')
        .replace('ArrowDown', '↓')
        .replace(/(^|\+)([a-z])$/, (_, before: string, letter: string) => before + letter.toUpperCase()),
    )
}
