import { Board } from '@meydan/shared/documents/board/board'
import { type BoardClip, pasteClip } from '@meydan/shared/documents/board/clip'
import { type Scene, type SceneItem, sceneOf } from '@meydan/shared/documents/board/scene'
import * as Y from 'yjs'

/** A clip as it would look on a board of its own; words that are not on the board itself are left out. */
export function sceneOfClip(clip: BoardClip): Scene {
  const doc = new Y.Doc()
  const board = new Board(doc)
  pasteClip(board, clip, { by: { x: 0, y: 0 }, author: { seat: null, side: 'neutral' }, restore: true })
  const word = () => ''
  const scene = sceneOf(board, 'board', { seatOf: () => undefined, kind: word, field: word, untitledFrame: '' })
  doc.destroy()
  return scene
}

/** Lines of words, or of strokes where the words would be too small to read; sizes in board units. */
export type Words = { lines: string[]; size: number; legible: boolean }

/** What a letter takes of the font size, on average and rather too much. */
const LETTER = 0.56
const LINE = 1.3
const LARGEST = 22
const PADDING = 10

/**
 * Words of an object for a picture at this scale (pixels to one board unit): whole where they can be read at 6 px or
 * more, else the first paragraph, as large as it may be, else only how long they are.
 */
export function wordsFor(item: Extract<SceneItem, { text: string }>, scale: number): Words {
  const box = { width: item.rect.width - 2 * PADDING, height: item.rect.height - 2 * PADDING }
  const readable = 6 / scale
  if (LARGEST >= readable) return { ...broken(item.text, LARGEST, box), legible: true }
  const first = item.text.split('\n', 1)[0]!
  const size = Math.min(9 / scale, box.width / (first.length * LETTER), box.height / LINE)
  if (first.length <= 24 && size >= readable) return { lines: [first], size, legible: true }
  return { ...broken(item.text, LARGEST, box), legible: false }
}

function broken(text: string, largest: number, box: { width: number; height: number }) {
  for (let size = largest; ; size -= 2) {
    const lines = text.split('\n').flatMap((paragraph) => wrapped(paragraph, box.width / (size * LETTER)))
    const room = Math.max(1, Math.floor(box.height / (size * LINE)))
    if (lines.length <= room || size <= 12) return { lines: lines.slice(0, room), size }
  }
}

function wrapped(paragraph: string, letters: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/\s+/)) {
    const next = line ? `${line} ${word}` : word
    if (next.length > letters && line) {
      lines.push(line)
      line = word
    } else line = next
  }
  return line ? [...lines, line] : lines
}

/** A title cut to what its frame is wide, at this font size. */
export function titleFor(title: string, width: number, size: number): string {
  const letters = Math.floor(width / (size * LETTER))
  return title.length <= letters ? title : letters < 4 ? '' : `${title.slice(0, letters - 1).trimEnd()}…`
}

/** The head of an arrow at its end, as the points of a polygon. */
export function arrowHead(from: { x: number; y: number }, to: { x: number; y: number }, length: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  const at = (turn: number) => `${to.x - length * Math.cos(angle + turn)},${to.y - length * Math.sin(angle + turn)}`
  return `${to.x},${to.y} ${at(0.45)} ${at(-0.45)}`
}
