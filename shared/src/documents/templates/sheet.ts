import { directionOf, type Language } from '../../languages.ts'
import { BoardClip } from '../board/clip.ts'
import { boundsOf, holds, middleOf, type Rect } from '../board/geometry.ts'
import {
  Connector,
  Frame,
  type FrameKind,
  type InkColour,
  type NoteColour,
  type Point,
  Shape,
  type ShapeForm,
} from '../board/records.ts'
import { keysBetween } from '../order.ts'
import { textBox } from './text-box.ts'

type FrameGiven = Rect & { title: string; kind?: FrameKind; colour?: NoteColour | null }
type ShapeGiven = Rect & { text: string; form?: ShapeForm; colour?: NoteColour | null; ink?: InkColour }
type End = string | Point

/**
 * What a template is drawn on, from left to right. A sheet of a language that reads the other way is turned over when
 * it is finished: the first lane, the beginning of a timeline and the low end of an axis lie where reading begins.
 */
export class Sheet {
  readonly #frames: (FrameGiven & { id: string })[] = []
  readonly #shapes: (ShapeGiven & { id: string; level: number })[] = []
  readonly #connectors: { id: string; from: End; to: End; arrow: Connector['arrow']; ink: InkColour; level: number }[] =
    []
  #level = 0

  frame(given: FrameGiven): string {
    const id = `frame-${this.#frames.length + 1}`
    this.#frames.push({ ...given, id })
    return id
  }

  /** A shape with words in it; it belongs to the frame that it lies in. What is drawn later lies above. */
  shape(given: ShapeGiven): string {
    const id = `shape-${this.#shapes.length + 1}`
    this.#shapes.push({ ...given, id, level: this.#level++ })
    return id
  }

  /** Words without an outline, written this large, in lines of at most this width. */
  text({ size, width, ...given }: Point & { width: number; size: number; text: string }): string {
    return this.shape({ ...given, ...textBox(given.text, width, size), form: 'text' })
  }

  /** A line between shapes or points. */
  line(
    from: End,
    to: End,
    { arrow = 'none', ink = 'ink' }: { arrow?: Connector['arrow']; ink?: InkColour } = {},
  ): void {
    this.#connectors.push({ id: `line-${this.#connectors.length + 1}`, from, to, arrow, ink, level: this.#level++ })
  }

  clip(language: Language): BoardClip {
    const turned = this.#turner(directionOf(language) === 'rtl')
    const frames = this.#frames.map(({ x, y, width, height, ...rest }, index) => {
      const size = { width, height }
      return Frame.parse({ ...rest, at: turned({ x, y, width }), size, order: keys(this.#frames.length)[index] })
    })
    const order = keys(this.#level)
    const shapes = this.#shapes.map(({ x, y, width, height, level, text, ...rest }) => {
      const at = turned({ x, y, width })
      const frame = frames.find((one) => holds({ ...one.at, ...one.size }, { ...at, width, height }))
      const record = { ...rest, size: { width, height }, order: order[level], frame: frame?.id ?? null }
      return { ...Shape.parse({ ...record, at: frame ? from(frame.at, at) : at }), text }
    })
    const connectors = this.#connectors.map(({ level, ...line }) => {
      const end = (given: End) => ({ item: typeof given === 'string' ? given : null, at: turned(this.#pointOf(given)) })
      return Connector.parse({ ...line, from: end(line.from), to: end(line.to), order: order[level] })
    })
    return BoardClip.parse({ format: 'meydan.board', version: 1, frames, shapes, connectors })
  }

  #pointOf(end: End): Point {
    return typeof end === 'string' ? middleOf(this.#shapes.find(({ id }) => id === end)!) : end
  }

  /** Where a thing this wide comes to lie: as drawn, or turned over so that both outer edges stay where they were. */
  #turner(mirrored: boolean): (given: Point & { width?: number }) => Point {
    const bounds = boundsOf([...this.#frames, ...this.#shapes])
    if (!mirrored || !bounds) return ({ x, y }) => ({ x, y })
    return ({ x, y, width = 0 }) => ({ x: 2 * bounds.x + bounds.width - x - width, y })
  }
}

function from(corner: Point, at: Point): Point {
  return { x: at.x - corner.x, y: at.y - corner.y }
}

function keys(count: number): string[] {
  return keysBetween(null, null, count)
}
