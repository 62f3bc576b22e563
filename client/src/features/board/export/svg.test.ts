import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Board } from '@meydan/shared/documents/board/board'
import { sceneOf } from '@meydan/shared/documents/board/scene'
import { cluster } from '@meydan/shared/documents/board/themes'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { drawScene } from './draw-scene.ts'
import { exportInks, exportPapers, exportSides, exportTones } from './export-colours.ts'
import { scaleFor } from './png.ts'
import { fileName } from '../../../exchange/save-file.ts'
import { svgOf } from './svg.ts'
import { Typesetter } from './typesetter.ts'

const author = { seat: 'seat-1', side: 'civil' as const }
const face = {
  measure: (run: string) => run.length * 0.5,
  fit: (run: string) => run.length * 0.5,
  ascent: 0.95,
  descent: 0.3,
}
const HOSTILE = `</text><script>alert(1)</script> & "quotes" ' ]]> <!-- \u0000\u0008\ud800 -->`

function drawn(fill: (board: Board) => void) {
  const board = new Board(new Y.Doc())
  fill(board)
  const scene = sceneOf(board, 'board', {
    seatOf: () => ({ organisation: HOSTILE, side: 'civil' }),
    kind: () => HOSTILE,
    field: () => HOSTILE,
    untitledFrame: HOSTILE,
  })
  const drawing = drawScene(scene, new Typesetter(face))!
  return svgOf(drawing, { title: HOSTILE, fonts: [], images: new Map([['f', 'data:image/jpeg;base64,AA==']]) })
}

/** Element names in their order; throws where the text isn't well-formed XML of the plain kind we write. */
function elementsOf(xml: string): string[] {
  const open: string[] = []
  const names: string[] = []
  let at = 0
  for (const { 0: tag, index } of xml.matchAll(/<[^>]*>/g)) {
    const between = xml.slice(at, index)
    if (/[<>]|&(?!(amp|lt|gt|quot|#39);)/.test(between)) throw new Error(`Loose sign: ${between}`)
    at = index + tag.length
    const parsed = /^<(\/?)([a-z]+)((?: [\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>$/.exec(tag)
    if (!parsed) throw new Error(`No tag: ${tag}`)
    const [, closes, name, , empty] = parsed
    if (closes) {
      if (open.pop() !== name) throw new Error(`Closed out of turn: ${tag}`)
    } else {
      names.push(name!)
      if (!empty) open.push(name!)
    }
  }
  if (open.length > 0 || xml.slice(at).trim() !== '') throw new Error('Not closed')
  return names
}

function fillAll(board: Board): void {
  board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 700 }, title: HOSTILE })
  const [a, b] = board.addNotes(
    [
      { at: { x: 20, y: 20 }, text: HOSTILE, kind: 'need', severity: 3 },
      { at: { x: 20, y: 300 }, text: 'مرحبا بكم\nhello' },
    ],
    author,
  )
  const theme = cluster(board, [b!], a!, author)!
  board.themes.edit(theme, { title: HOSTILE.slice(0, 100), evidence: 'javascript:alert(1)' })
  const shape = board.add('shape', { at: { x: 1000, y: 0 }, form: 'ellipse' }, author)
  board.write(shape, HOSTILE)
  board.add('stroke', { at: { x: 0, y: 900 }, points: '0 0 9 50 50 9 20 0 3' }, author)
  board.add('picture', { at: { x: 1000, y: 400 }, file: 'f', alt: HOSTILE }, author)
  board.add('picture', { at: { x: 1400, y: 400 }, file: 'https://evil.example/x.png', alt: '' }, author)
  board.addConnector(
    { from: { item: a!, at: { x: 0, y: 0 } }, to: { item: shape, at: { x: 0, y: 0 } }, label: HOSTILE, arrow: 'both' },
    author,
  )
  for (const sign of ['agree', 'heart', 'important', 'question', 'idea', 'done'] as const)
    board.stamps.create({ id: sign, item: a!, sign, seat: 'x', side: 'civil', createdAt: 1 })
}

describe('an exported drawing', () => {
  it('is well-formed, without script, foreign elements, handlers or addresses, whatever people wrote', () => {
    const svg = drawn(fillAll)
    const names = new Set(elementsOf(svg))
    expect([...names].sort()).toEqual(['g', 'image', 'path', 'rect', 'svg', 'text', 'title'])
    expect(svg).not.toMatch(/evil\.example|\son\w+="|href="(?!data:image\/)|\u0000|\u0008/)
    expect(svg.match(/<image/g)).toHaveLength(1)
    expect(svg.isWellFormed()).toBe(true)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('the check itself sees what is wrong', () => {
    for (const bad of ['<svg><g></svg>', '<svg>a & b</svg>', '<svg a=b/>', '<svg><text></svg></text>', '<svg>'])
      expect(() => elementsOf(bad), bad).toThrow()
  })

  it('begins Arabic lines at the right edge of the note, the others at its left', () => {
    const svg = drawn((board) => {
      board.addNotes([{ at: { x: 0, y: 0 }, text: 'مرحبا\nhello' }], author)
    })
    const line = (text: string) => svg.match(new RegExp(`<text x="([\\d.]+)"[^>]*?( direction="rtl")?>${text}</text>`))!
    expect(line('مرحبا').slice(1)).toEqual(['188', ' direction="rtl"'])
    expect(line('hello').slice(1)).toEqual(['17', undefined])
  })
})

describe('an exported picture', () => {
  it('is drawn at twice the size, less where a canvas couldn’t hold it', () => {
    expect(scaleFor({ width: 1000, height: 800 }, 64e6)).toBe(2)
    expect(scaleFor({ width: 10_000, height: 10_000 }, 64e6)).toBeCloseTo(0.8)
    expect(scaleFor({ width: 32_000, height: 10 }, 64e6)).toBe(0.5)
  })

  it('has the colours of the light style sheets', () => {
    const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
    const light = read('../../../ui/tokens.css').split(':root[')[0]!
    const token = (sheet: string, name: string) => new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`).exec(sheet)?.[1]
    for (const [name, colour] of Object.entries(exportPapers)) expect(token(light, `note-${name}`), name).toBe(colour)
    for (const name of ['paper', 'surface', 'ink', 'muted', 'hairline'] as const)
      expect(token(light, name), name).toBe(exportTones[name])
    for (const [side, colour] of Object.entries(exportSides))
      expect(token(read('../paper.css'), side), side).toBe(colour)
    for (const [name, colour] of Object.entries(exportInks))
      expect(token(light, `ink-${name}`) ?? token(read('../paper.css'), `ink-${name}`) ?? colour, name).toBe(colour)
  })
})

describe('the name of a file', () => {
  it('keeps letters of every script and nothing a system stumbles over', () => {
    const day = new Date(2026, 10, 5)
    expect(fileName(['Gaziantep: ihtiyaç', 'لوحة 1'], day, 'png')).toBe('Gaziantep ihtiyaç - لوحة 1 2026-11-05.png')
    expect(fileName(['../../etc/passwd', 'a\u202eb\u0000'], day, 'csv')).toBe('etc passwd - a b 2026-11-05.csv')
    expect(fileName(['', '...'], day, 'svg')).toBe('Meydan 2026-11-05.svg')
    expect(fileName(['x'.repeat(500)], day, 'pdf').length).toBeLessThan(100)
  })
})
