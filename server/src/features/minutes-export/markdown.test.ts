import { describe, expect, test } from 'vitest'
import type { FlowBlock, Run } from './flow.ts'
import { gridOf } from './grid.ts'
import { markdownOf } from './markdown.ts'
import { escaped, markdownLines } from './markdown-words.ts'

const head = { over: 'Program · Oda', title: 'Tutanak', under: ['bugün'] }
const p = (...runs: (Run | string)[]): FlowBlock => ({
  type: 'paragraph',
  runs: runs.map((run) => (typeof run === 'string' ? { text: run } : run)),
})
/** What stands below the head. */
const written = (...blocks: FlowBlock[]) => markdownOf(head, blocks, 'boş').split('\n').slice(5).join('\n').trimEnd()
const inLine = (...runs: Run[]) => markdownLines(runs).join('⏎')

describe('marks', () => {
  test('stand at words, never at the spaces around them', () => {
    expect(inLine({ text: 'bir ' }, { text: ' iki ', bold: true }, { text: 'üç' })).toBe('bir  **iki** üç')
    expect(inLine({ text: '  ', bold: true }, { text: 'x', italic: true, strike: true })).toBe('~~*x*~~')
  })

  test('end where they end, also between a sign and a letter', () => {
    expect(inLine({ text: 'a' }, { text: '(b)', bold: true }, { text: 'c' })).toBe('&#97;**(b)**&#99;')
    expect(inLine({ text: 'a' }, { text: 'b', bold: true }, { text: 'c' })).toBe('a**b**c')
    expect(inLine({ text: '(b)', bold: true }, { text: ' c' })).toBe('**(b)** c')
  })

  test('a link leads where it says and nowhere else', () => {
    expect(inLine({ text: 'a](x', link: 'https://a.example/(b)?c=<d>&copy;' })).toBe(
      '[a\\](x](https://a.example/%28b%29?c=%3Cd%3E&amp;copy;)',
    )
    expect(inLine({ text: 'bak https://a.example/b_c, sonra' })).toBe('bak <https://a.example/b_c>, sonra')
  })
})

test('nothing that is written begins a block or markup', () => {
  const signs = ['#', '-', '+', '1.', '1)', '=', '---', '- [ ] x', '* x', '| a |', '```', '~~~', '$x$', ':--']
  for (const sign of signs) expect(written(p(sign))).toMatch(/^(?:\\|\d\\|&lt;)/)
  expect(written(p('> x'))).toBe('&gt; x')
  expect(escaped('&copy; & &#60;')).toBe('\\&copy; & \\&\\#60;')
  expect(written(p('    dört boşluk'))).toBe('dört boşluk')
  expect(written(p('bir\n# iki'))).toBe('bir\\\n\\# iki')
})

test('lists, tasks and quotes in each other, and lists beside each other', () => {
  const inner: FlowBlock = { type: 'numbers', start: 9, items: [[p('dokuz'), p('yine')], [p('on')]] }
  expect(written({ type: 'bullets', items: [[p('bir'), inner], []] })).toBe(
    '- bir\n\n  9. dokuz\n\n     yine\n  10. on\n-',
  )
  const one: FlowBlock = { type: 'bullets', items: [[p('a')]] }
  expect(written(one, one, one)).toBe('- a\n\n* a\n\n- a')
  const task: FlowBlock = { type: 'tasks', tasks: [{ isDone: true, facts: 'Sorumlu: biz', blocks: [p('iş')] }] }
  expect(written({ type: 'quote', blocks: [task] })).toBe('> - [x] iş\n>\n>   *(Sorumlu: biz)*')
})

describe('tables', () => {
  const cell = (text: string, given: { isHeader?: boolean; colspan?: number; rowspan?: number } = {}) => ({
    ...{ isHeader: false, colspan: 1, rowspan: 1, content: [p(text)] },
    ...given,
  })
  const table = (rows: ReturnType<typeof cell>[][]) => written({ type: 'table', ...gridOf<FlowBlock[]>(rows) })

  test('have a head, or an empty one', () => {
    expect(table([[cell('a', { isHeader: true })], [cell('b')]])).toBe('| a |\n| --- |\n| b |')
    expect(table([[cell('a|b'), cell('x\ny')]])).toBe('|  |  |\n| --- | --- |\n| a\\|b | x y |')
  })

  test('have every place taken, and none twice, whatever the spans say', () => {
    const { columns, headRows, rows } = gridOf<FlowBlock[]>([
      [cell('a', { rowspan: 9, isHeader: true }), cell('b', { colspan: 20, isHeader: true })],
      [cell('c'), cell('d')],
      [],
    ])
    expect([columns, headRows]).toEqual([3, 0])
    const taken = rows.flatMap((row, y) =>
      row.flatMap(({ x, across, down }) =>
        Array.from({ length: across * down }, (_, at) => `${y + Math.floor(at / across)} ${x + (at % across)}`),
      ),
    )
    expect(taken.sort()).toEqual(['0 0', '0 1', '0 2', '1 0', '1 1', '1 2', '2 0', '2 1', '2 2'])
  })

  test('of hundreds of cells in a row are cut', () => {
    const { columns, rows } = gridOf<FlowBlock[]>([Array.from({ length: 90 }, (_, at) => cell(`${at}`))])
    expect([columns, rows.length]).toEqual([40, 3])
  })
})

test('empty minutes say so', () => {
  expect(written()).toBe('boş')
})
