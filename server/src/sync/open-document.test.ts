import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DocumentAt, DocumentLog, LogFrame, StoredDocument } from './document-log.ts'
import { LiveDocument } from './live-document.ts'
import { LiveSource } from './live-source.ts'
import { OpenDocument } from './open-document.ts'
import type { Peer } from './peer.ts'
import { processRelay } from './relay/relay.ts'

function openDocument() {
  const rows: Uint8Array[] = []
  const refused: string[] = []
  const log = {
    readAfter: async (_at: DocumentAt, seq: number) => ({ seq, parts: [], holders: new Map() }),
    append: async (_at: DocumentAt, frames: readonly LogFrame[]) => rows.push(...frames.map(({ bytes }) => bytes)),
    keepRefused: async (_id: string, _frame: LogFrame, reason: string) => void refused.push(reason),
  } as unknown as DocumentLog
  const stored: StoredDocument = {
    kind: 'board',
    roomId: 'room',
    epoch: 1,
    seq: 0,
    quarantined: false,
    snapshot: null,
    parts: [],
    holders: new Map(),
  }
  const source = LiveSource.of(new LiveDocument('board', [], new Map()))
  const document = new OpenDocument('id', stored, source, {
    log,
    relay: processRelay(),
    logger: { warn: () => {}, error: () => {} },
    onLongTail: () => {},
    keepBefore: async () => {},
    onUnreadable: () => {},
  })
  return { document, rows, refused }
}

function peerAt(document: OpenDocument) {
  const acks: number[] = []
  const asked: number[] = []
  const closes: string[] = []
  const peer: Peer = {
    id: crypto.randomUUID(),
    personId: 'person',
    seatId: 'seat',
    role: 'participant',
    user: { seat: 'seat', name: 'Ada', colour: 0, side: 'civil', role: 'participant' },
    mayWrite: true,
    mayLock: false,
    wantsAck: true,
    send: (frame) => {
      if (frame[0] === 64) acks.push(frame[1]!)
      if (frame[0] === 0 && frame[1] === 0) asked.push(frame.length)
    },
    sendFramed: () => {},
    sendIfQuick: () => {},
    spent: () => {},
    close: (reason) => {
      closes.push(reason)
      document.leave(peer)
    },
  }
  document.join(peer)
  return { peer, acks, asked, closes }
}

function returningAuthor() {
  const doc = new Y.Doc()
  doc.getMap('notes').set('written offline', new Y.Map())
  const frames: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => frames.push(update))
  doc.getMap('notes').set('typed while returning', new Y.Map())
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

test('after a gap everything is asked for once, and nothing is called saved before it has come', async () => {
  const { document, rows } = openDocument()
  const { peer, acks, asked, closes } = peerAt(document)
  document.receive(peer, { kind: 'update', bytes: Y.encodeStateAsUpdate(new Y.Doc()), isAnswer: true })
  await document.settled()
  const { doc, typed } = returningAuthor()
  document.receive(peer, { kind: 'update', bytes: typed, isAnswer: false })
  document.receive(peer, { kind: 'update', bytes: typed, isAnswer: false })
  await document.settled()
  expect(asked).toHaveLength(2)
  expect(acks).toEqual([1])
  document.receive(peer, { kind: 'update', bytes: Y.encodeStateAsUpdate(doc), isAnswer: true })
  await document.settled()
  expect(acks).toEqual([1, 4])
  expect(closes).toEqual([])
  expect(rows).toHaveLength(1)
})

test('who leaves gaps again and again is refused', async () => {
  const { document, refused } = openDocument()
  const { peer, closes } = peerAt(document)
  const nothing = Y.encodeStateAsUpdate(new Y.Doc())
  for (let gap = 0; gap <= 21; gap++) {
    document.receive(peer, { kind: 'update', bytes: nothing, isAnswer: true })
    document.receive(peer, { kind: 'update', bytes: returningAuthor().typed, isAnswer: false })
  }
  await document.settled()
  expect(closes).toEqual(['refused'])
  expect(refused).toEqual(['gap'])
})

test('the author alone doesn’t get their own words back', async () => {
  const { document } = openDocument()
  const [author, other] = [peerAt(document), peerAt(document)]
  const got: Peer[] = []
  for (const { peer } of [author, other]) peer.sendFramed = () => void got.push(peer)
  const doc = new Y.Doc()
  doc.getMap('notes').set('mine', new Y.Map())
  document.receive(author.peer, { kind: 'update', bytes: Y.encodeStateAsUpdate(doc), isAnswer: false })
  await document.settled()
  expect(got).toEqual([other.peer])
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
