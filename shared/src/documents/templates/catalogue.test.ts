import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Language, languages } from '../../languages.ts'
import { Board } from '../board/board.ts'
import type { BoardClip } from '../board/clip.ts'
import { boundsOf, grown, holds, overlaps, type Rect } from '../board/geometry.ts'
import { parseBoard } from '../board/parse.ts'
import type { Shape } from '../board/records.ts'
import { documentCatalogue } from '../catalogue.ts'
import { boardFromTemplate, templateClip } from './catalogue.ts'
import { boardTemplateIds } from './ids.ts'

type Placed = { id: string; rect: Rect; text: string; form: Shape['form'] | 'frame' }

const filled = boardTemplateIds.filter((id) => id !== 'empty')
const every = filled.flatMap((id) => languages.map((language) => [id, language] as const))
/** What the title of a frame takes above it where the whole template is seen at once. */
const TITLE = 50

function framesOf({ frames }: BoardClip): Placed[] {
  return frames.map(({ id, at, size, title }) => ({ id, rect: { ...at, ...size }, text: title, form: 'frame' }))
}

function shapesOf({ frames, shapes }: BoardClip): Placed[] {
  return shapes.map(({ id, at, size, frame, text, form }) => {
    const corner = frames.find((one) => one.id === frame)?.at ?? { x: 0, y: 0 }
    return { id, rect: { x: corner.x + at.x, y: corner.y + at.y, ...size }, text, form }
  })
}

function withTitle({ rect }: Placed): Rect {
  return { ...rect, y: rect.y - TITLE, height: rect.height + TITLE }
}

/** Pairs that lie on each other. */
function collisions(clip: BoardClip): string[] {
  const shapes = shapesOf(clip)
  const frames = framesOf(clip)
  const found: string[] = []
  shapes.forEach((one, index) => {
    for (const other of shapes.slice(index + 1)) {
      if (overlaps(grown(one.rect, 4), other.rect)) found.push(`${one.id} on ${other.id}`)
    }
    for (const frame of frames) {
      if (overlaps(one.rect, withTitle(frame)) && !holds(frame.rect, grown(one.rect, 16))) {
        found.push(`${one.id} over the edge of ${frame.id}`)
      }
    }
  })
  frames.forEach((one, index) => {
    for (const other of frames.slice(index + 1)) {
      if (overlaps(withTitle(one), withTitle(other))) found.push(`${one.id} on ${other.id}`)
    }
  })
  return found
}

/** What a letter takes at a font size of 1, rather too much than too little. */
function widthOf(word: string): number {
  let width = 0
  for (const letter of word) {
    if (/\p{Mn}/u.test(letter)) continue
    if (/[iıljftrİ.,:;!|'’“”„“()«» ]/u.test(letter)) width += 0.36
    else if (/[mwMW–…]/u.test(letter)) width += 0.9
    else if (/\p{Lu}|\p{Script=Arabic}/u.test(letter)) width += 0.66
    else width += 0.57
  }
  return width
}

const SMALLEST_READABLE = 15
const INNER = { rectangle: 0.88, ellipse: 0.7, diamond: 0.5, text: 0.97, frame: 1 }

/** Whether words fit what holds them, whole words on each line, at a size one can read. */
function fits({ text, rect, form }: Placed): boolean {
  if (form === 'frame') return widthOf(text) * 15 * 1.08 < rect.width * 0.5
  const box = { width: rect.width * INNER[form], height: rect.height * INNER[form] }
  const size = SMALLEST_READABLE
  let lines = 0
  for (const paragraph of text.split('\n')) {
    lines++
    let used = 0
    for (const word of paragraph.split(' ')) {
      const width = widthOf(word) * size
      if (width > box.width) return false
      const next = used === 0 ? width : used + widthOf(' ') * size + width
      if (next > box.width) lines++
      used = next > box.width ? width : next
    }
  }
  return lines * size * (/\p{Script=Arabic}/u.test(text) ? 1.6 : 1.32) <= box.height
}

function wordsOf(clip: BoardClip): string[] {
  return [...clip.frames.map(({ title }) => title), ...clip.shapes.map(({ text }) => text)]
}

describe.each(every)('%s in %s', (id, language) => {
  const clip = templateClip(id, language)

  test('is a board of the newest version that reads back whole', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, boardFromTemplate(id, language))
    const board = parseBoard(doc)
    expect(board.problems).toEqual([])
    expect(new Board(doc).version).toBe(documentCatalogue.board.version)
    expect(board.frames.map(({ title }) => title)).toEqual(clip.frames.map(({ title }) => title))
    expect(board.shapes.map(({ text }) => text)).toEqual(clip.shapes.map(({ text }) => text))
    expect(board.connectors).toHaveLength(clip.connectors.length)
    const there = new Set([...board.frames, ...board.shapes].map(({ id: known }) => known))
    for (const { frame } of board.shapes) expect(frame === null || there.has(frame)).toBe(true)
    for (const { from, to } of board.connectors) {
      for (const { item } of [from, to]) expect(item === null || there.has(item)).toBe(true)
    }
  })

  test('nothing lies on anything else, and every word fits', () => {
    expect(collisions(clip)).toEqual([])
    const tight = [...framesOf(clip), ...shapesOf(clip)].filter((one) => !fits(one))
    expect(tight.map(({ text }) => text)).toEqual([])
  })

  test('every word is there, and in this script', () => {
    for (const text of wordsOf(clip)) {
      expect(text.trim()).not.toBe('')
      expect(/\p{Script=Arabic}/u.test(text), text).toBe(language === 'ar')
      if (language === 'ar') expect(text).not.toMatch(/[a-z0-9]/i)
    }
  })
})

/** The same word in both languages. */
const shared = new Set(['Problem', 'Kommunikation', 'Interesse'])

test.each(filled)('%s says everything differently in each language', (id) => {
  const all = languages.map((language) => wordsOf(templateClip(id, language)))
  for (const [index, words] of all.entries()) {
    for (const others of all.slice(index + 1)) {
      expect(others).toHaveLength(words.length)
      const same = words.filter((text, place) => text === others[place] && /\p{L}/u.test(text) && !shared.has(text))
      expect(same).toEqual([])
    }
  }
})

test.each(filled)('%s is the same picture in each language, turned over in Arabic', (id) => {
  /** Words without an outline are as long as their language is: of them, only the side where they begin. */
  const rects = (language: Language) => {
    const clip = templateClip(id, language)
    return [...framesOf(clip), ...shapesOf(clip)].map(({ rect, form }) => {
      if (form !== 'text') return rect
      return { x: language === 'ar' ? rect.x + rect.width : rect.x, y: 0, width: 0, height: 0 }
    })
  }
  const german = rects('de')
  const bounds = boundsOf(german)!
  expect(rects('tr')).toEqual(german)
  const mirrored = german.map((rect) => ({ ...rect, x: 2 * bounds.x + bounds.width - rect.x - rect.width }))
  expect(rects('ar')).toEqual(mirrored)
  const ends = (language: Language) => templateClip(id, language).connectors.flatMap(({ from, to }) => [from.at, to.at])
  const turned = ends('de').map(({ x, y }) => ({ x: 2 * bounds.x + bounds.width - x, y }))
  expect(ends('ar')).toEqual(turned)
})

test.each(filled)('frames of %s that stand in a row begin and end on one line, equally far apart', (id) => {
  const rows = Map.groupBy(framesOf(templateClip(id, 'tr')), ({ rect }) => rect.y)
  for (const row of rows.values()) {
    const rects = row.map(({ rect }) => rect).sort((a, b) => a.x - b.x)
    expect(new Set(rects.map(({ height, width }) => `${width} × ${height}`)).size).toBe(1)
    const gaps = rects.slice(1).map((rect, index) => rect.x - rects[index]!.x - rects[index]!.width)
    expect(new Set(gaps).size).toBeLessThanOrEqual(1)
  }
})

test('lanes and the timeline begin where reading begins', () => {
  for (const id of ['needs', 'timeline'] as const) {
    const places = (language: Language) => templateClip(id, language).frames.map(({ at }) => at.x)
    expect(places('tr')).toEqual(places('tr').toSorted((a, b) => a - b))
    expect(places('ar')).toEqual(places('ar').toSorted((a, b) => b - a))
  }
})

test('an empty board is empty', () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, boardFromTemplate('empty', 'tr'))
  expect(new Board(doc).items()).toEqual([])
})

test('these checks see what is wrong', () => {
  const clip = structuredClone(templateClip('needs', 'de'))
  clip.shapes[1]!.at = clip.shapes[0]!.at
  expect(collisions(clip)).toHaveLength(1)
  clip.frames[1]!.at.x -= 100
  expect(collisions(clip).length).toBeGreaterThan(1)
  const box = { id: 'a', rect: { x: 0, y: 0, width: 200, height: 60 }, form: 'rectangle' } as const
  expect(fits({ ...box, text: 'Kurz' })).toBe(true)
  expect(fits({ ...box, text: 'Donaudampfschifffahrtsgesellschaft' })).toBe(false)
  expect(fits({ ...box, text: 'Viele kurze Worte, die zusammen doch zu viele Zeilen ergeben und nicht passen' })).toBe(
    false,
  )
})
