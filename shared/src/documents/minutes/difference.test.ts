import { describe, expect, test } from 'vitest'
import type { RichBlock, RichPiece } from '../rich-text/read.ts'
import { aligned } from './aligned.ts'
import { type Change, differenceOf } from './difference.ts'

const p = (...words: string[]): RichBlock => ({ type: 'paragraph', pieces: words.map((text) => ({ text })) })
const row = (...cells: string[]) =>
  cells.map((text) => ({ isHeader: false, colspan: 1, rowspan: 1, blocks: text ? [p(text)] : [] }))

/** What is marked, in words: `-` what was, `+` what is. */
function told(then: RichBlock[], now: RichBlock[]): string {
  const { blocks, changes } = differenceOf(then, now)
  const sign = (of: RichBlock | RichPiece) => ({ added: '+', removed: '-' })[changes.get(of) as Change] ?? ''
  const around = (of: RichBlock | RichPiece, text: string) => (sign(of) ? `{${sign(of)}${text}}` : text)
  const pieceOf = (piece: RichPiece) => around(piece, 'text' in piece ? piece.text : '@')
  const all = (some: readonly RichBlock[]): string => some.map(one).join('/')
  const one = (block: RichBlock): string => {
    if ('pieces' in block) return around(block, block.pieces.map(pieceOf).join(''))
    if ('items' in block) return around(block, `[${block.items.map(all).join(';')}]`)
    if ('tasks' in block) {
      return around(
        block,
        `[${block.tasks.map(({ checked, blocks: inner }) => `${checked ? 'x' : 'o'}${all(inner)}`).join(';')}]`,
      )
    }
    if ('rows' in block) {
      return around(block, `[${block.rows.map((cells) => cells.map((cell) => all(cell.blocks)).join('|')).join(';')}]`)
    }
    return around(block, `(${all(block.blocks)})`)
  }
  return all(blocks)
}

describe('what is other in a text', () => {
  test('nothing is marked of what is the same', () => {
    const text = [p('bir'), { type: 'blockquote' as const, blocks: [p('iki')] }]
    expect(differenceOf(text, structuredClone(text)).changes.size).toBe(0)
    expect(differenceOf([], []).blocks).toEqual([])
  })

  test('whole blocks that came and went', () => {
    expect(told([p('bir'), p('iki')], [p('bir'), p('yepyeni'), p('iki')])).toBe('bir/{+yepyeni}/iki')
    expect(told([p('bir'), p('iki'), p('üç')], [p('bir'), p('üç')])).toBe('bir/{-iki}/üç')
    expect(told([], [p('ilk')])).toBe('{+ilk}')
    expect(told([p('son')], [])).toBe('{-son}')
  })

  test('words inside of a paragraph that is otherwise the same, in every script', () => {
    expect(told([p('Su kesintisi salı günü sürüyor.')], [p('Su kesintisi çarşamba günü sürüyor.')])).toBe(
      'Su kesintisi {-salı}{+çarşamba} günü sürüyor.',
    )
    expect(told([p('نحتاج إلى مترجمين الآن')], [p('نحتاج إلى معلمين الآن')])).toBe('نحتاج إلى {-مترجمين}{+معلمين} الآن')
    expect(told([p('bir iki üç')], [p('bir iki üç dört')])).toBe('bir iki üç{+ dört}')
  })

  test('paragraphs without anything in common are not woven together', () => {
    expect(told([p('elma armut')], [p('deniz dağ')])).toBe('{-elma armut}/{+deniz dağ}')
  })

  test('items of lists, tasks and rows of tables by themselves', () => {
    const list = (...items: string[]): RichBlock => ({ type: 'bulletList', items: items.map((item) => [p(item)]) })
    expect(told([list('bir', 'iki şey', 'üç')], [list('bir', 'iki başka şey', 'üç', 'dört')])).toBe(
      '[bir;iki {+başka }şey;üç;{+dört}]',
    )
    const tasks = (...given: [boolean, string][]): RichBlock => ({
      type: 'taskList',
      tasks: given.map(([checked, text]) => ({ checked, action: null, blocks: [p(text)] })),
    })
    expect(told([tasks([false, 'ara'], [false, 'yaz'])], [tasks([true, 'ara'], [false, 'yaz'])])).toBe(
      '[o{-ara};x{+ara};oyaz]',
    )
    const table = (...rows: string[][]): RichBlock => ({ type: 'table', rows: rows.map((cells) => row(...cells)) })
    expect(told([table(['Ne', 'Kim'], ['su', 'biz'])], [table(['Ne', 'Kim'], ['su', 'biz', ''], ['yol', 'siz'])])).toBe(
      '[Ne|Kim;{-su}|{-biz};{+su}|{+biz}|;{+yol}|{+siz}]',
    )
    expect(told([table(['su bizim', 'x'])], [table(['su bizim olsun', 'x'])])).toBe('[su bizim{+ olsun}|x]')
  })

  test('what looks otherwise with the same words is told, too', () => {
    const heading = (level: 2 | 3): RichBlock => ({ type: 'heading', level, pieces: [{ text: 'Su' }] })
    expect(told([heading(2)], [heading(3)])).toBe('{-Su}/{+Su}')
    const bold: RichBlock = { type: 'paragraph', pieces: [{ text: 'çok ' }, { text: 'acil', bold: true }] }
    expect(told([p('çok acil')], [bold])).toBe('çok {-acil}{+acil}')
  })

  test('a long text that is wholly other is compared, quickly enough', () => {
    const many = (word: string) => Array.from({ length: 3_000 }, (_, at) => p(`${word} ${at}`))
    const { changes } = differenceOf(many('eski'), many('yeni'))
    expect(changes.size).toBeGreaterThanOrEqual(3_000)
  })
})

test('lists beside each other: each part of either is there once, in order', () => {
  const letters = (text: string) => [...text]
  for (const [then, now] of [
    ['abc', 'abc'],
    ['abc', ''],
    ['', 'abc'],
    ['abcdef', 'axcyef'],
    ['aaab', 'abaa'],
    ['xaby', 'xby'],
  ]) {
    const found = aligned(letters(then!), letters(now!), (letter) => letter)
    expect(found.map(({ removed, same }) => [...removed, ...same].join('')).join('')).toBe(then)
    expect(found.map(({ added, same }) => [...added, ...same].join('')).join('')).toBe(now)
  }
  expect(aligned(['a', 'b'], ['a', 'c', 'b'], (letter) => letter)).toEqual([
    { removed: [], added: [], same: ['a'] },
    { removed: [], added: ['c'], same: ['b'] },
  ])
})
