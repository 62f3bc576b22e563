import { Action } from '@meydan/shared/documents/plan/records'
import { expect, test } from 'vitest'
import type { ActionView } from '../usePlan.ts'
import { isWanted, type Wanted } from './wanted.ts'

const anything: Wanted = { words: '', status: '', organisation: '' }

function view(given: Partial<Action>, description = ''): ActionView {
  const action = Action.parse({ id: 'a', goal: null, responsible: null, person: null, seat: null, ...given })
  return { action, description, checks: [], sources: [], replannings: [], progress: null }
}

test('who looks for nothing finds everything', () => {
  expect(isWanted(view({ title: 'Salon açmak' }), anything)).toBe(true)
})

test('words are found in the title and in what it is about, each of them, whatever their case', () => {
  const one = view({ title: 'Akşam salonu' }, 'Işıklı olmalı')
  expect(isWanted(one, { ...anything, words: ' AKŞAM  ışıklı ' })).toBe(true)
  expect(isWanted(one, { ...anything, words: 'akşam kreş' })).toBe(false)
})

test('an organisation is found where it answers for an action and where it supports one', () => {
  const wanted = { ...anything, organisation: 'city' }
  expect(isWanted(view({ responsible: 'city' }), wanted)).toBe(true)
  expect(isWanted(view({ responsible: 'school', supporting: ['city'] }), wanted)).toBe(true)
  expect(isWanted(view({ responsible: 'school' }), wanted)).toBe(false)
})

test('a status is that status alone', () => {
  expect(isWanted(view({ status: 'done' }), { ...anything, status: 'done' })).toBe(true)
  expect(isWanted(view({ status: 'agreed' }), { ...anything, status: 'done' })).toBe(false)
})
