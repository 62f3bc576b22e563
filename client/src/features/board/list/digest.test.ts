import { expect, it } from 'vitest'
import { Deeds } from './digest.ts'

it('counts what each person did, once for each object', () => {
  const deeds = new Deeds()
  for (const id of ['a', 'b', 'c']) deeds.note(id, 'added', 'ayse', true)
  deeds.note('a', 'changed', 'ayse', true)
  deeds.note('d', 'moved', 'mehmet', true)
  deeds.note('d', 'changed', 'mehmet', true)
  deeds.note('e', 'deleted', null, false)
  expect(deeds.tell()).toEqual([
    { person: 'ayse', added: 3, moved: 0, changed: 0, deleted: 0, onlyNotes: true },
    { person: 'mehmet', added: 0, moved: 1, changed: 0, deleted: 0, onlyNotes: true },
    { person: null, added: 0, moved: 0, changed: 0, deleted: 1, onlyNotes: false },
  ])
  expect(deeds.isEmpty).toBe(true)
})

it('says nothing of what came and went in between', () => {
  const deeds = new Deeds()
  deeds.note('a', 'added', 'ayse', true)
  deeds.note('a', 'deleted', null, true)
  expect(deeds.tell()).toEqual([])
})

it('names a few people and counts the rest together', () => {
  const deeds = new Deeds()
  for (let person = 0; person < 7; person++) deeds.note(`note ${person}`, 'moved', `person ${person}`, true)
  const told = deeds.tell()
  expect(told).toHaveLength(5)
  expect(told.at(-1)).toMatchObject({ person: null, moved: 3 })
})
