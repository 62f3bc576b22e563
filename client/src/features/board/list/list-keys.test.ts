import { expect, it } from 'vitest'
import { keyOf, shownKeys } from './list-keys.ts'

function pressed(key: string, modifiers: Partial<KeyboardEvent> = {}): KeyboardEvent {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers } as KeyboardEvent
}

it('names keys by what they mean, on either side of the page', () => {
  expect(keyOf(pressed('ArrowRight', { altKey: true }), false)).toBe('Alt+Inwards')
  expect(keyOf(pressed('ArrowRight', { altKey: true }), true)).toBe('Alt+Outwards')
  expect(keyOf(pressed('G', { ctrlKey: true, shiftKey: true }), false)).toBe('Ctrl+Shift+g')
  expect(keyOf(pressed('z', { metaKey: true }), false)).toBe('Ctrl+z')
  expect(keyOf(pressed('?', { shiftKey: true }), false)).toBe('?')
  expect(keyOf(pressed('N', { shiftKey: true }), false)).toBe('Shift+n')
})

it('shows them as they are on the keyboard', () => {
  expect(shownKeys('into', false)).toEqual(['Alt+→'])
  expect(shownKeys('into', true)).toEqual(['Alt+←'])
  expect(shownKeys('note', false)).toEqual(['N', 'Ctrl+Enter'])
})
