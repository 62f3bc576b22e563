import { Board } from '@meydan/shared/documents/board/board'
import { type BoardClip, pasteClip } from '@meydan/shared/documents/board/clip'
import { boundsOf, type Rect } from '@meydan/shared/documents/board/geometry'
import { themeSize } from '@meydan/shared/documents/board/layout'
import type { NoteColour, Point } from '@meydan/shared/documents/board/records'
import { cluster } from '@meydan/shared/documents/board/themes'
import * as Y from 'yjs'
import type { BoardContext } from '../board-context.ts'
import { gridPlaces } from '../next-place.ts'
import type { ImportedNote } from './read-notes.ts'
import { foldedHead } from '../../../exchange/folded-head.ts'

const BESIDE = 120
const GAP = 40

/**
 * Restores a board that was exported: in an empty board at its own places, else to the right of what is there. Locks
 * come along only with those who may lock. Answers with the ids of what stands in nothing else.
 */
export function importClip(context: BoardContext, clip: BoardClip): string[] {
  const given = context.mayLock.value ? clip : unlocked(clip)
  const here = boundsOf(context.data.allRects())
  const by = here ? besideOf(here, clipBounds(given)) : { x: 0, y: 0 }
  return context.step(() => pasteClip(context.board, given, { by, author: context.author(), restore: true }))
}

function besideOf(here: Rect, coming: Rect | null): Point {
  if (!coming) return { x: 0, y: 0 }
  return { x: Math.round(here.x + here.width + BESIDE - coming.x), y: Math.round(here.y - coming.y) }
}

/** What a clip covers is known once it lies on a board. */
function clipBounds(clip: BoardClip): Rect | null {
  const board = new Board(new Y.Doc())
  pasteClip(board, clip, { by: { x: 0, y: 0 }, author: { seat: null, side: 'neutral' }, restore: true })
  return boundsOf(board.items().flatMap(({ id }) => board.rectOf(id) ?? []))
}

function unlocked(clip: BoardClip): BoardClip {
  const free = <R extends { locked: boolean }>(records: R[]): R[] =>
    records.map((record) => ({ ...record, locked: false }))
  return {
    ...clip,
    frames: free(clip.frames),
    themes: free(clip.themes),
    notes: free(clip.notes),
    shapes: free(clip.shapes),
    connectors: free(clip.connectors),
    strokes: free(clip.strokes),
    pictures: free(clip.pictures),
  }
}

export function hasLocks(clip: BoardClip): boolean {
  const { frames, themes, notes, shapes, connectors, strokes, pictures } = clip
  return [frames, themes, notes, shapes, connectors, strokes, pictures].some((records) =>
    records.some(({ locked }) => locked),
  )
}

/**
 * Makes notes of a table, one step of undo: in a block to the right of what is there, those of a theme in the theme of
 * that title, which is made where there is none. Answers with the ids of the notes.
 */
export function importNotes(context: BoardContext, notes: readonly ImportedNote[]): string[] {
  const { board, colour } = context
  const author = context.author()
  const here = boundsOf(context.data.allRects())
  const start = here ? { x: Math.round(here.x + here.width + BESIDE), y: Math.round(here.y) } : middleOfView(context)
  return context.step(() =>
    board.transact(() => {
      const places = gridPlaces(start, notes.length, null)
      const ids = board.addNotes(
        notes.map(({ text, fields }, index) => ({ ...fields, text, at: places[index]!, colour: colour.value })),
        author,
      )
      const themed = Map.groupBy(
        ids.filter((_, index) => notes[index]!.theme !== ''),
        (id) => notes[ids.indexOf(id)]!.theme,
      )
      const bottom = Math.max(start.y, ...places.map(({ y }) => y + 150)) + GAP
      clusterByTitle(context, themed, { x: start.x, y: bottom }, colour.value)
      return ids
    }),
  )
}

function clusterByTitle(
  { board, author }: BoardContext,
  themed: ReadonlyMap<string, string[]>,
  start: Point,
  colour: NoteColour,
): void {
  const known = new Map(
    board.themes.all().flatMap((theme) => (theme.locked ? [] : [[foldedHead(theme.title), theme.id]])),
  )
  let { x } = start
  for (const [title, ids] of themed) {
    let theme = known.get(foldedHead(title))
    if (!theme) {
      theme = board.add('theme', { at: { x, y: start.y }, title, colour }, author())
      known.set(foldedHead(title), theme)
      x += themeSize(ids.length).width + GAP
    }
    cluster(board, ids, theme, author())
  }
}

function middleOfView({ viewport }: BoardContext): Point {
  const { x, y } = viewport.centre()
  return { x: Math.round(x), y: Math.round(y) }
}
