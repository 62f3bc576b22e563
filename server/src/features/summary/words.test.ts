import { readFileSync } from 'node:fs'
import { stepModes } from '@meydan/shared/contracts/meetings'
import { languages } from '@meydan/shared/languages'
import { expect, test } from 'vitest'
import { letterWords } from './words.ts'

const catalogueOf = (language: string) =>
  JSON.parse(readFileSync(new URL(`../../../../client/src/i18n/${language}.json`, import.meta.url), 'utf8'))

test.each(languages)('sides, steps, outcomes and sections are called as on the screen: %s', (language) => {
  const { side, step, summary } = catalogueOf(language)
  const words = letterWords[language]
  expect(words.sides).toEqual(side)
  for (const mode of stepModes) expect(words.modes[mode]).toBe(step.mode[mode].name)
  expect(words.outcomes).toEqual(summary.outcome)
  for (const section of ['attendance', 'steps', 'themes', 'votes', 'decisions', 'thanks', 'questions'] as const) {
    expect(words[section]).toBe(summary[section])
  }
})

test.each(languages)('the subject says no more than that there was a meeting, and when: %s', (language) => {
  expect(letterWords[language].subject('1.1.2026')).toMatch(/^[\p{L}\p{M}, ،]+ 1\.1\.2026$/u)
})
