import { Board, type NewNote } from '@meydan/shared/documents/board/board'
import { toggleStamp } from '@meydan/shared/documents/board/arrange'
import { middleOf } from '@meydan/shared/documents/board/geometry'
import { themeSize } from '@meydan/shared/documents/board/layout'
import { type Frame, NOTE_SIZE } from '@meydan/shared/documents/board/records'
import { byOrder } from '@meydan/shared/documents/order'
import { boardFromTemplate } from '@meydan/shared/documents/templates/catalogue'
import type { Side } from '@meydan/shared/words'
import * as Y from 'yjs'
import type { DemoNeed, DemoNote, DemoRoom, DemoTheme } from './content.ts'

export type Author = { seat: string; side: Side }

const MARGIN = 40
const ROW = NOTE_SIZE.height + 20
const COLUMN = NOTE_SIZE.width + MARGIN
const THEME_GAP = 24
const LEGEND_HEIGHT = NOTE_SIZE.height + 2 * MARGIN
/** Room for the titles that stand above the frames below. */
const LEGEND_GAP = 100

/** A room's board as one V1 update: its template's frames, themes and notes in rows inside them, the legend above. */
export function demoBoard(
  given: DemoRoom['board'],
  authors: ReadonlyMap<string, Author>,
  legend?: { title: string; notes: readonly DemoNote[] },
): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, boardFromTemplate(given.template, 'tr'))
  const board = new Board(doc)
  board.transact(() => {
    const frames = board.frames.all().sort(byOrder)
    growToFit(board, frames, given)
    if (legend) addLegend(board, frames, legend, authors)
    const themes = new Map(
      (given.themes ?? []).map((theme) => [theme.title, addTheme(board, frames, given, theme, authors)]),
    )
    const placed = frames.map(() => 0)
    for (const note of given.notes) {
      const [, position, colour, text, more] = note
      const frame = frames[position]!
      const theme = more?.theme ? themes.get(more.theme)! : null
      const index = theme ? 0 : placed[position]!++
      const columns = columnsOf(frame)
      const top = themeTop(board, frame, given, position)
      const at = { x: MARGIN + (index % columns) * COLUMN, y: top + Math.floor(index / columns) * ROW }
      addNote(board, note, { at, frame: frame.id, colour, text, theme }, authors)
    }
    for (const { author, from, to, label } of given.lines ?? []) {
      const end = (title: string) => ({ item: themes.get(title)!, at: middleOf(board.rectOf(themes.get(title)!)!) })
      board.addConnector({ from: end(from), to: end(to), label }, authorOf(author, authors))
    }
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

function columnsOf(frame: Frame): number {
  return Math.max(1, Math.floor((frame.size.width - MARGIN) / COLUMN))
}

/** Where notes begin in a frame: below the template's questions. */
function headOf(board: Board, frame: Frame): number {
  const inside = board.shapes.all().filter((shape) => shape.frame === frame.id)
  return Math.max(MARGIN, ...inside.map(({ at, size }) => at.y + size.height + 16))
}

/** Themes of a frame lie under each other, before its loose notes. Where the one of this index begins, or they end. */
function themeTop(board: Board, frame: Frame, given: DemoRoom['board'], position: number, index = Infinity): number {
  const before = (given.themes ?? []).filter((theme) => theme.frame === position).slice(0, index)
  const heights = before.map(({ title }) => themeSize(notesIn(given, title)).height + THEME_GAP)
  return heights.reduce((sum, height) => sum + height, headOf(board, frame))
}

function notesIn({ notes }: DemoRoom['board'], theme: string): number {
  return notes.filter(([, , , , more]) => more?.theme === theme).length
}

/** All frames keep one height, so that the lanes end on one line. */
function growToFit(board: Board, frames: readonly Frame[], given: DemoRoom['board']): void {
  const heights = frames.map((frame, position) => {
    const loose = given.notes.filter(([, of, , , more]) => of === position && !more?.theme).length
    return themeTop(board, frame, given, position) + Math.ceil(loose / columnsOf(frame)) * ROW + MARGIN
  })
  const height = Math.max(0, ...heights)
  for (const frame of frames) {
    if (frame.size.height < height) board.edit([frame.id], { size: { ...frame.size, height } })
  }
}

function addTheme(
  board: Board,
  frames: readonly Frame[],
  given: DemoRoom['board'],
  { title, author, frame: position, colour, stamps, ...need }: DemoTheme,
  authors: ReadonlyMap<string, Author>,
): string {
  const frame = frames[position]!
  const index = given.themes!.filter((theme) => theme.frame === position).findIndex((theme) => theme.title === title)
  const count = notesIn(given, title)
  const at = {
    x: frame.at.x + Math.round((frame.size.width - themeSize(count).width) / 2),
    y: frame.at.y + themeTop(board, frame, given, position, index),
  }
  const id = board.add('theme', { at, title, colour, ...need }, authorOf(author, authors))
  react(board, id, stamps, authors)
  return id
}

function react(board: Board, id: string, stamps: DemoNeed['stamps'], authors: ReadonlyMap<string, Author>): void {
  for (const [person, sign] of stamps ?? []) toggleStamp(board, id, sign, authorOf(person, authors))
}

/** One row of notes over the whole width of the board. */
function addLegend(
  board: Board,
  frames: readonly Frame[],
  legend: { title: string; notes: readonly DemoNote[] },
  authors: ReadonlyMap<string, Author>,
): void {
  const width = Math.max(...frames.map(({ at, size }) => at.x + size.width))
  const frame = board.addFrame({
    at: { x: 0, y: -LEGEND_GAP - LEGEND_HEIGHT },
    size: { width, height: LEGEND_HEIGHT },
    title: legend.title,
  })
  const gap = (width - legend.notes.length * NOTE_SIZE.width) / (legend.notes.length + 1)
  legend.notes.forEach((note, index) => {
    const [, , colour, text] = note
    const at = { x: Math.round(gap + index * (NOTE_SIZE.width + gap)), y: MARGIN }
    addNote(board, note, { at, frame, colour, text }, authors)
  })
}

function addNote(board: Board, given: DemoNote, note: NewNote, authors: ReadonlyMap<string, Author>): void {
  const [author, , , , more = {}] = given
  const { stamps, theme: _, ...need } = more
  const [id] = board.addNotes([{ ...note, ...need }], authorOf(author, authors))
  react(board, id!, stamps, authors)
}

function authorOf(person: string, authors: ReadonlyMap<string, Author>): Author {
  const known = authors.get(person)
  if (!known) throw new Error(`${person} writes on a demonstration board without a seat in its room`)
  return known
}
