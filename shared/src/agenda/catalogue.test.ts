import { describe, expect, test } from 'vitest'
import { StepDraft } from '../contracts/meetings.ts'
import { languages } from '../languages.ts'
import { agendaOf } from './catalogue.ts'
import { agendaTemplateIds } from './ids.ts'

describe.each(agendaTemplateIds)('the agenda %s', (id) => {
  const steps = agendaOf(id)

  test('is what a facilitator could have written', () => {
    for (const step of steps) expect(StepDraft.parse(step)).toEqual(step)
  })

  test('says everything in six languages, each in its own words', () => {
    for (const { title, instruction } of steps) {
      for (const texts of [title, instruction]) {
        expect(Object.keys(texts).sort()).toEqual([...languages].sort())
        for (const language of languages) expect(texts[language]?.length, texts.en).toBeGreaterThan(2)
        expect(texts.ar).toMatch(/\p{Script=Arabic}/u)
        expect(texts.ar).not.toMatch(/\p{Script=Latin}/u)
      }
      expect(new Set(Object.values(instruction)).size, instruction.en).toBe(languages.length)
    }
  })

  test('asks calmly and fits into a banner', () => {
    for (const { title, instruction } of steps) {
      for (const language of languages) {
        expect(title[language]!.length, title[language]).toBeLessThanOrEqual(60)
        expect(instruction[language]!.length, instruction[language]).toBeLessThanOrEqual(240)
        expect(instruction[language]).toMatch(/[.?؟]$/)
        expect(instruction[language]).not.toMatch(/[!—–]/)
      }
    }
  })

  test('lasts one to three hours, and whoever writes privately sees it revealed', () => {
    const minutes = steps.reduce((sum, step) => sum + step.minutes, 0)
    expect(minutes).toBeGreaterThanOrEqual(60)
    expect(minutes).toBeLessThanOrEqual(180)
    for (const [index, { mode }] of steps.entries()) {
      if (mode === 'write') expect(steps[index + 1]?.mode).toBe('reveal')
      if (mode === 'reveal') expect(steps[index - 1]?.mode).toBe('write')
    }
    expect(steps.at(-1)?.mode).toBe('free')
  })
})

test('nobody can change a template for the next', () => {
  agendaOf('needs')[0]!.title.en = 'Changed'
  expect(agendaOf('needs')[0]!.title.en).toBe('Welcome')
})
