import type { InkColour, NoteColour } from '@meydan/shared/documents/board/records'
import { type FunctionalComponent, h } from 'vue'

const base = { inlineSize: '18px', blockSize: '18px', borderRadius: '50%', flex: 'none' }
const edge = 'inset 0 0 0 1px color-mix(in srgb, var(--ink) 25%, transparent)'

function swatch(background: string): FunctionalComponent {
  return () =>
    h('span', { class: 'keeps-colour', 'aria-hidden': 'true', style: { ...base, background, boxShadow: edge } })
}

/** An ink or a paper as the icon of a menu's item. */
export function inkSwatch(ink: InkColour): FunctionalComponent {
  return swatch(`var(--ink-${ink})`)
}

export function paperSwatch(colour: NoteColour | null): FunctionalComponent {
  return swatch(colour ? `var(--note-${colour})` : 'transparent')
}
