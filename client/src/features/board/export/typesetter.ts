import { type Fit, fitText, type Measure } from '../fit-text.ts'
import type { Primitive, Weight } from './primitives.ts'
import { cutToLines, cutToWidth, type Line, wrapText } from './wrap-text.ts'

/** How texts are measured: widths and heights at a size of 1. */
export type Face = {
  measure: (run: string, weight: Weight) => number
  /** As notes on the screen are fitted: the same size comes out. */
  fit: Measure
  ascent: number
  descent: number
}

type Style = { size: number; weight?: Weight; fill: string }
/** `fit` finds the size where that isn't the one of a note with this text. */
type BlockStyle = { fill: string; align?: 'start' | 'middle'; fit?: (measure: Measure) => Fit }
type Box = { x: number; y: number; width: number; height: number }

/** Lays texts out in a face. All lengths in board units. */
export class Typesetter {
  readonly #face: Face

  constructor(face: Face) {
    this.#face = face
  }

  widthOf(text: string, { size, weight = 400 }: Pick<Style, 'size' | 'weight'>): number {
    return this.#face.measure(text, weight) * size
  }

  /** One line, cut where it is too wide. `y` is the middle of the line. */
  line(text: Line, x: number, y: number, width: number, anchor: 'start' | 'middle' | 'end', style: Style): Primitive {
    const { size, weight = 400, fill } = style
    const { ascent, descent } = this.#face
    const cut = cutToWidth(text.text, width, (run) => this.widthOf(run, style))
    const baseline = y + ((ascent - descent) * size) / 2
    return { kind: 'text', x, y: baseline, text: cut, size, weight, fill, direction: text.direction, anchor }
  }

  /**
   * A text in a box, in the size in which a note on the screen would have it; each paragraph begins on its own side.
   * What doesn't fit in the smallest size ends with an ellipsis.
   */
  block(text: string, box: Box, { fill, align = 'start', fit }: BlockStyle): Primitive[] {
    if (text.trim() === '') return []
    const { size, lineHeight } = fit ? fit(this.#face.fit) : fitText(text, box, this.#face.fit)
    const measure = (run: string) => this.widthOf(run, { size })
    const step = size * lineHeight
    const most = Math.max(1, Math.floor(box.height / step + 0.02))
    // More than could ever be shown isn't wrapped: a text may be very long.
    const lines = cutToLines(wrapText(text.slice(0, most * 400), box.width, measure), most, box.width, measure)
    const top = align === 'middle' ? box.y + (box.height - lines.length * step) / 2 : box.y
    const { ascent, descent } = this.#face
    const baseline = top + (step - (ascent + descent) * size) / 2 + ascent * size
    return lines.map(({ text: words, direction }, index) => ({
      kind: 'text',
      x: align === 'middle' ? box.x + box.width / 2 : direction === 'rtl' ? box.x + box.width : box.x,
      y: baseline + index * step,
      text: words,
      size,
      weight: 400,
      fill,
      direction,
      anchor: align,
    }))
  }
}
