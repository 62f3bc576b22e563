import { expect, it } from 'vitest'
import { readCopied } from './copied.ts'

const copied = (records: object) =>
  readCopied(JSON.stringify({ programme: 'p', room: 'r', clip: { format: 'meydan.board', version: 1, ...records } }))

it('what another page put into the clipboard is not taken for objects: no JSON, no clip, two under one id', () => {
  expect(copied({ frames: [{ id: 'x' }], notes: [{ id: 'y', text: 'words' }] })?.clip.notes[0]?.text).toBe('words')
  expect(copied({ frames: [{ id: 'x' }], connectors: [{ id: 'x' }] })).toBeNull()
  expect(copied({ notes: [{ id: 'x' }, { id: 'x' }] })).toBeNull()
  expect(readCopied('{"programme":"p","room":"r"}')).toBeNull()
  expect(readCopied('['.repeat(100_000))).toBeNull()
})
