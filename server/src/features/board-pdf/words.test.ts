import { readFileSync } from 'node:fs'
import { inkColours as inks, noteColours } from '@meydan/shared/documents/board/records'
import { languages } from '@meydan/shared/languages'
import { expect, test } from 'vitest'
import { attachment } from '../../print/attachment.ts'
import { sideColours } from '../../print/side-colours.ts'
import { inkColours, paperColours } from './colours.ts'
import { pdfWords } from './words.ts'

const client = (file: string) => readFileSync(new URL(`../../../../client/src/${file}`, import.meta.url), 'utf8')

test.each(languages)('sides, kinds and reactions are called as on the screen: %s', (language) => {
  const catalogue = JSON.parse(client(`i18n/${language}.json`))
  expect(pdfWords[language].sides).toEqual(catalogue.side)
  expect(pdfWords[language].kinds).toEqual(catalogue.board.kind)
  expect(catalogue.board.stamp).toMatchObject(pdfWords[language].stamps)
  expect(pdfWords[language].untitledFrame).toBe(catalogue.board.frame.untitled)
})

test('colours are those of the light theme', () => {
  const tokens = client('ui/tokens.css').split(':root[')[0]!
  for (const colour of noteColours) expect(tokens).toContain(`--note-${colour}: ${paperColours[colour]};`)
  const paper = client('features/board/paper.css')
  for (const [side, colour] of Object.entries(sideColours)) expect(paper).toContain(`--${side}: ${colour};`)
  for (const ink of inks) expect(tokens).toContain(`--ink-${ink}: ${inkColours[ink]};`)
})

test('a file name is safe in a header and on a disk, whatever the title', () => {
  expect(attachment('a/b\\c:"d"\r\nSet-Cookie: x', 'board')).toBe(
    `attachment; filename="a b c d Set-Cookie x.pdf"; filename*=UTF-8''a%20b%20c%20d%20Set-Cookie%20x.pdf`,
  )
  expect(attachment('لوحة', 'board')).toBe(
    `attachment; filename="board.pdf"; filename*=UTF-8''%D9%84%D9%88%D8%AD%D8%A9.pdf`,
  )
  expect(attachment('..', 'board')).toContain('filename="board.pdf"')
  expect(attachment('．．／ａ＂＼：', 'board')).toContain('filename="a.pdf"')
  expect(attachment('x'.repeat(1e6), 'board').length).toBeLessThan(250)
})
