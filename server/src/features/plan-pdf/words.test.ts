import { readFileSync } from 'node:fs'
import { languages } from '@meydan/shared/languages'
import { expect, test } from 'vitest'
import { planPdfWords } from './words.ts'

const catalogueOf = (language: string) =>
  JSON.parse(readFileSync(new URL(`../../../../client/src/i18n/${language}.json`, import.meta.url), 'utf8'))

test.each(languages)('sides, statuses, fields and sources are called as on the screen: %s', (language) => {
  const { side, plan } = catalogueOf(language)
  const words = planPdfWords[language]
  expect(words.sides).toEqual(side)
  expect(words.statuses).toEqual(plan.status)
  expect(plan.priority).toMatchObject(words.priorities)
  expect(words.kinds).toEqual(plan.evidence.kind)
  const { title, responsible, status, indicator } = plan.field
  expect(words.columns).toEqual({ action: title, responsible, when: plan.details.group.when, status, indicator })
  expect(plan.details.indicator).toMatchObject(words.indicator)
  for (const field of ['priority', 'person', 'checklist', 'resources', 'budget', 'locality'] as const)
    expect(words.fields[field]).toBe(plan.field[field])
  expect(words.noGoal).toBe(plan.filter.noGoal)
  expect(words.overdue).toBe(plan.filter.overdue)
  expect(words.promised('7')).toBe(plan.table.promised.replace('{day}', '7'))
  expect([words.left, words.nobody]).toEqual([plan.organisation.left, plan.organisation.none])
})
