import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocumentLog, LogFrame, StoredDocument } from './document-log.ts'
import { OpenDocument } from './open-document.ts'
import type { Peer } from './peer.ts'
import { processRelay } from './relay.ts'

function openDocument() {
  const rows: Uint8Array[] = []
  const refused: string[] = []
  const log = {
    readAfter: async (_id: string, seq: number) => ({ seq, parts: [], holders: new Map() }),
    append: async (_id: string, frames: readonly LogFrame[]) => rows.push(...frames.map(({ bytes }) => bytes)),
    keepRefused: async (_id: string, _seat: string, reason: string) => void refused.push(reason),
  } as unknown as DocumentLog
  const stored: StoredDocument = { kind: 'board', roomId: 'room', epoch: 1, seq: 0, parts: [], holders: new Map() }
  const silent = { warn: () => {}, error: () => {} }
  const document = new OpenDocument('id', stored, { log, relay: processRelay(), logger: silent, onLongTail: () => {} })
  return { document, rows, refused }
}

function peerAt(document: OpenDocument) {
  const acks: number[] = []
  const closes: string[] = []
  const peer: Peer = {
    id: crypto.randomUUID(),
    personId: 'person',
    seatId: 'seat',
    role: 'participant',
    user: { seat: 'seat', name: 'Ada', colour: 0, side: 'civil', role: 'participant' },
    mayWrite: true,
    wantsAck: true,
    send: (frame) => void (frame[0] === 64 && acks.push(frame[1]!)),
    sendIfQuick: () => {},
    close: (reason) => {
      closes.push(reason)
      document.leave(peer)
    },
  }
  document.join(peer)
  return { peer, acks, closes }
}

function returningAuthor() {
  const doc = new Y.Doc()
  doc.getMap('notes').set('written offline', 1)
  const frames: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => frames.push(update))
  doc.getMap('notes').set('typed while returning', 1)
  return { doc, typed: frames[0]! }
}

test('who types while their offline edits are still under way keeps both, and is told so only then', async () => {
  const { document, rows } = openDocument()
  const { peer, acks, closes } = peerAt(document)
  const { doc, typed } = returningAuthor()
  document.receive(peer, { kind: 'update', bytes: typed, isAnswer: false })
  await document.settled()
  expect(acks).toEqual([])
  document.receive(peer, { kind: 'update', bytes: Y.encodeStateAsUpdate(doc), isAnswer: true })
  await document.settled()
  expect(acks).toEqual([2])
  expect(closes).toEqual([])
  expect(rows).toHaveLength(1)
  expect([...document.live.doc.getMap('notes').keys()].sort()).toEqual(['typed while returning', 'written offline'])
})

test('a gap after the answer is refused', async () => {
  const { document, refused } = openDocument()
  const { peer, closes } = peerAt(document)
  document.receive(peer, { kind: 'update', bytes: Y.encodeStateAsUpdate(new Y.Doc()), isAnswer: true })
  document.receive(peer, { kind: 'update', bytes: returningAuthor().typed, isAnswer: false })
  await document.settled()
  expect(closes).toEqual(['refused'])
  expect(refused).toEqual(['gap'])
})

test('who comes to a document that was just dropped is sent back for a fresh one', () => {
  const { document } = openDocument()
  document.close('restarting')
  expect(peerAt(document).closes).toEqual(['restarting'])
})

test('a frame that Yjs can’t take is its sender’s alone', async () => {
  const { document, rows, refused } = openDocument()
  const culprit = peerAt(document)
  const other = peerAt(document)
  await document.settled()
  // The gate reads roots without asking for them; Yjs asks when it applies.
  document.live.doc.get = () => {
    throw new Error('Unexpected case')
  }
  const update = returningAuthor().doc
  document.receive(culprit.peer, { kind: 'update', bytes: Y.encodeStateAsUpdate(update), isAnswer: true })
  await document.settled()
  expect(culprit.closes).toEqual(['refused'])
  expect(other.closes).toEqual(['restarting'])
  expect(refused).toEqual(['malformed'])
  expect(rows).toEqual([])
})
