import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { endsOfPassage, revivedEnds, wordsOfPassage } from './passage.ts'
import { Minutes } from './minutes.ts'

const PEOPLE = 3

function lineOf(doc: Y.Doc): Y.XmlText {
  return (new Minutes(doc).body!.get(0) as Y.XmlElement).get(0) as Y.XmlText
}

function minutes(text: string): Y.Doc {
  const doc = new Y.Doc()
  new Minutes(doc).begin([
    { type: 'paragraph', pieces: [{ text }] },
    { type: 'paragraph', pieces: [{ text: 'Sonra' }] },
  ])
  return doc
}

function passageIn(doc: Y.Doc, words: string) {
  const text = lineOf(doc)
  const index = text.toJSON().indexOf(words)
  return endsOfPassage({ text, index }, { text, index: index + words.length })
}

const wordsIn = (doc: Y.Doc, ends: ReturnType<typeof passageIn>) => wordsOfPassage(new Minutes(doc).body!, ends)

test('a passage holds to its characters: what is put beside it is no part of it, what is put into it is', () => {
  const doc = minutes('Bütçe onaylandı mı?')
  const ends = passageIn(doc, 'onaylandı')
  expect(wordsIn(doc, ends)).toBe('onaylandı')
  lineOf(doc).insert(6, 'artık ')
  lineOf(doc).insert(lineOf(doc).toJSON().indexOf(' mı'), 'ysa')
  expect(wordsIn(doc, ends)).toBe('onaylandı')
  lineOf(doc).insert(lineOf(doc).toJSON().indexOf('landı'), '–')
  expect(wordsIn(doc, ends)).toBe('onay–landı')
})

test('of what was deleted nothing is left, by its words or with its line', () => {
  const doc = minutes('Bütçe onaylandı mı?')
  const ends = passageIn(doc, 'onaylandı')
  lineOf(doc).delete(6, 'onaylandı'.length)
  expect(wordsIn(doc, ends)).toBe('')
  const other = minutes('Bütçe onaylandı mı?')
  const its = passageIn(other, 'onaylandı')
  new Minutes(other).body!.delete(0, 1)
  expect(wordsIn(other, its)).toBe('')
})

test('a deletion that is taken back gives a passage new ends where that was done, and they hold everywhere', () => {
  for (const [name, remove] of deletions) {
    const doc = minutes('Bütçe onaylandı mı?')
    const ends = passageIn(doc, 'onaylandı')
    const undo = new Y.UndoManager(new Minutes(doc).body!, { trackedOrigins: new Set(['mine']) })
    expect(revivedEnds(new Minutes(doc).body!, ends), name).toBeNull()
    doc.transact(() => remove(doc), 'mine')
    expect(revivedEnds(new Minutes(doc).body!, ends), name).toBeNull()
    const other = new Y.Doc()
    share([doc, other])
    undo.undo()
    share([doc, other])
    expect(wordsIn(doc, ends), name).not.toBe('onaylandı')
    expect(revivedEnds(new Minutes(other).body!, ends), name).toBeNull()
    const now = revivedEnds(new Minutes(doc).body!, ends)!
    for (const one of [doc, other]) expect(wordsIn(one, now), name).toBe('onaylandı')
    expect(revivedEnds(new Minutes(doc).body!, now), name).toBeNull()
  }
})

const deletions: [name: string, remove: (doc: Y.Doc) => void][] = [
  ['its words', (doc) => lineOf(doc).delete(6, 'onaylandı'.length)],
  ['some of its words', (doc) => lineOf(doc).delete(6, 4)],
  ['more than its words', (doc) => lineOf(doc).delete(2, 14)],
  ['its line', (doc) => new Minutes(doc).body!.delete(0, 1)],
  ['words of the line', (doc) => (new Minutes(doc).body!.get(0) as Y.XmlElement).delete(0, 1)],
]

test('what is no end of a passage here, is none', () => {
  const doc = minutes('Bütçe onaylandı mı?')
  const { from, to } = passageIn(doc, 'onaylandı')
  expect(wordsIn(doc, { from: to, to: from })).toBeNull()
  expect(wordsIn(minutes('Bütçe onaylandı mı?'), { from, to })).toBeNull()
  for (const bad of ['', 'AAAA', '////', 'AQ==', 'no base64!']) expect(wordsIn(doc, { from: bad, to })).toBeNull()
  const text = lineOf(doc)
  const backwards = endsOfPassage({ text, index: 10 }, { text, index: 5 })
  expect(wordsIn(doc, backwards)).toBe('')
})

test('under any edits of several people, a passage is what is left between its ends, the same for all of them', () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = seeded(seed)
    const first = minutes('abcdefghijklmnopqrstuvwxyz')
    const docs = [first, ...Array.from({ length: PEOPLE - 1 }, () => new Y.Doc())]
    const start = Math.floor(random() * 20)
    const size = 1 + Math.floor(random() * (25 - start))
    const ends = passageIn(first, 'abcdefghijklmnopqrstuvwxyz'.slice(start, start + size))
    const original = new Set('abcdefghijklmnopqrstuvwxyz'.slice(start, start + size))
    share(docs)
    for (let round = 0; round < 6; round += 1) {
      for (const doc of docs) for (let edit = 0; edit < 3; edit += 1) editAnyhow(lineOf(doc), random)
      share(docs)
      const said = docs.map((doc) => wordsIn(doc, ends))
      expect(new Set(said).size, `seed ${seed}`).toBe(1)
      const text = lineOf(first).toJSON()
      const left = [...text].filter((character) => original.has(character)).join('')
      expect([...said[0]!].filter((character) => /[a-z]/.test(character)).join(''), `seed ${seed}`).toBe(left)
      expect(text, `seed ${seed}`).toContain(said[0])
    }
  }
})

/** Digits are what was inserted: the letters are those that were there. */
function editAnyhow(text: Y.XmlText, random: () => number): void {
  const at = Math.floor(random() * (text.length + 1))
  if (random() < 0.6) text.insert(at, String(Math.floor(random() * 1000)))
  else text.delete(at, Math.min(text.length - at, Math.floor(random() * 6)))
}

function share(docs: readonly Y.Doc[]): void {
  for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from))
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
