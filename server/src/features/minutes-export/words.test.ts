import { readFileSync } from 'node:fs'
import { languages } from '@meydan/shared/languages'
import { expect, test } from 'vitest'
import { minutesWords } from './words.ts'

const catalogueOf = (language: string) =>
  JSON.parse(readFileSync(new URL(`../../../../client/src/i18n/${language}.json`, import.meta.url), 'utf8'))

test.each(languages)('sides, states, stances and blocks are called as on the screen: %s', (language) => {
  const { side, decisions, minutes, plan } = catalogueOf(language)
  const words = minutesWords[language]
  expect(words.sides).toEqual(side)
  expect(words.states).toEqual(decisions.state)
  expect(decisions.stance).toMatchObject(words.stances)
  expect(words.minutes).toBe(minutes.title)
  expect([words.decision, words.clause]).toEqual([minutes.insert.decision, minutes.insert.clause])
  expect(words.responsible).toBe(plan.field.responsible)
})
