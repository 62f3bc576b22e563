import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { leaveTidying } from '@meydan/shared/documents/rich-text/tidying'
import { fromRich } from '@meydan/shared/documents/rich-text/write'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { judge } from './gate.ts'
import { readsTheSameAnew } from './anew.ts'
import { UPDATE_MAX_BYTES } from '../wire.ts'

/** `GATE_FUZZ_CASES=120000 GATE_FUZZ_SEED=7 npx vitest run server/src/sync/gate/fuzz.test.ts` looks longer. */
const CASES = Number(process.env.GATE_FUZZ_CASES ?? 8_000)
const SEED = Number(process.env.GATE_FUZZ_SEED ?? 7)
const AUTHORS = [7, 8, 9]
type Kind = 'board' | 'plan'
const RECORDS = { board: 'notes', plan: 'actions' } as const
const rulesOf = (kind: Kind) => {
  const { roots, texts } = documentCatalogue[kind]
  const richRoot = texts.rich && texts.root
  return { roots, richRoot, mayUseClient: () => true, mayWrite: true, maxBytes: UPDATE_MAX_BYTES }
}

let state = SEED
function below(limit: number): number {
  state = (state + 0x6d2b79f5) >>> 0
  let mixed = state
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
}
function pick<T>(from: readonly T[]): T {
  return from[below(from.length)]!
}

function firstContent(kind: Kind): Uint8Array {
  const root = RECORDS[kind]
  const server = new Y.Doc()
  server.clientID = 1
  server.getMap('meta').set('version', 1)
  const author = new Y.Doc()
  author.clientID = 7
  Y.applyUpdate(author, Y.encodeStateAsUpdate(server))
  const note = new Y.Map<unknown>([['colour', 'sun']])
  author.getMap(root).set('n', note)
  note.set('colour', 'sky')
  const text = new Y.Text('hello world')
  author.getMap('texts').set('n', text)
  text.delete(2, 3)
  text.insert(1, 'zz')
  if (kind === 'plan') author.getMap('texts').set('m', richText())
  author.getMap(root).set('gone', new Y.Map([['k', 1]]))
  author.getMap(root).delete('gone')
  return Y.encodeStateAsUpdate(author)
}

function richText(): Y.XmlFragment {
  const words = { text: 'bold words', bold: true as const }
  return fromRich([
    { type: 'heading', level: 2, pieces: [words, { text: ' and more' }] },
    { type: 'bulletList', items: [[{ type: 'paragraph', pieces: [words, { break: true }, words] }]] },
  ])
}

/** An update in form, with references, lengths and places that nobody's program would write. */
function hostileUpdate(doc: Y.Doc, of: Kind): Uint8Array {
  return encoding.encode((encoder) => {
    const uint = (...values: number[]) => {
      for (const value of values) encoding.writeVarUint(encoder, value)
    }
    const text = (value: string) => encoding.writeVarString(encoder, value)
    const anywhere = () => {
      const client = pick(AUTHORS)
      uint(client, below(Y.getState(doc.store, client) + (below(12) ? 1 : 4)))
    }
    const authors = AUTHORS.toSorted(() => below(2) - 0.5).slice(0, below(5) ? 1 : 3)
    uint(authors.length)
    for (const client of authors) {
      const known = Y.getState(doc.store, client)
      let own = below(5) ? known : Math.max(0, known - below(4))
      const structs = below(5)
      uint(structs, client, own)
      const near = () => (below(2) ? uint(client, Math.max(0, own - 1 - below(3) + (below(14) ? 0 : 3))) : anywhere())
      for (let index = 0; index < structs; index++, own++) {
        const kind = pick([0, 1, 4, 4, 6, 7, 7, 8, 8, 8])
        const [origin, rightOrigin, keyed] = kind ? [below(2) === 0, below(5) === 0, below(4) > 0] : []
        encoding.writeUint8(encoder, kind | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (keyed ? 0x20 : 0))
        if (origin) near()
        if (rightOrigin) near()
        if (kind && !origin && !rightOrigin) {
          if (below(2)) {
            uint(1)
            text(pick([RECORDS[of], 'texts', of === 'board' ? 'frames' : 'goals', RECORDS[of], 'texts', 'meta']))
          } else {
            uint(0)
            near()
          }
          if (keyed) text(pick(['n', 'colour', 'm']))
        }
        writeContent(encoder, kind, of)
      }
    }
    const deleting = AUTHORS.slice(0, below(3))
    uint(deleting.length)
    for (const client of deleting) uint(1, client, below(8), 1 + below(6))
  })
}

function writeContent(encoder: encoding.Encoder, kind: number, of: Kind): void {
  if (kind < 2) encoding.writeVarUint(encoder, 1 + below(3))
  else if (kind === 4) encoding.writeVarString(encoder, pick(['a', 'bc', '😀', 'x😀y']))
  else if (kind === 6) {
    encoding.writeVarString(encoder, 'bold')
    encoding.writeVarString(encoder, pick(['true', 'null', '{"a":1}']))
  } else if (kind === 7) writeType(encoder, below(of === 'plan' ? 7 : 3))
  else {
    const values = 1 + below(2)
    encoding.writeVarUint(encoder, values)
    for (let index = 0; index < values; index++) encoding.writeAny(encoder, pick([1, 'x', null, { x: 1 }, [1, 2]]))
  }
}

function writeType(encoder: encoding.Encoder, type: number): void {
  encoding.writeVarUint(encoder, type)
  if (type === 3 || type === 5)
    encoding.writeVarString(encoder, pick(['paragraph', 'listItem', 'script', 'bulletList']))
}

function contentOf(doc: Y.Doc, roots: ReadonlySet<string>): unknown {
  return [...roots].map((root) => doc.getMap(root).toJSON() as unknown)
}

const NAME = `of a %s, whatever passes the gate Yjs takes: whole, at once, in its place (seed ${SEED})`
test.each(['board', 'plan'] as const)(NAME, { timeout: 600_000 }, (kind) => {
  const stored = firstContent(kind)
  const rules = rulesOf(kind)
  const { roots } = rules
  let accepted = 0
  let doc = new Y.Doc()
  for (let index = 0; index < CASES; index++) {
    if (index % 40 === 0) {
      doc = new Y.Doc()
      leaveTidying(doc)
      Y.applyUpdate(doc, stored)
    }
    const update = hostileUpdate(doc, kind)
    const verdict = judge(update, doc, rules)
    if (!verdict.ok || (verdict.isOdd && !readsTheSameAnew(doc, update, roots))) continue
    accepted += 1
    const what = `case ${index}: ${Buffer.from(update).toString('hex')}`
    const begun = performance.now()
    expect(() => Y.applyUpdate(doc, update), what).not.toThrow()
    expect(performance.now() - begun, what).toBeLessThan(500)
    expect(doc.store.pendingStructs ?? doc.store.pendingDs, what).toBeNull()
    expect(doc.getMap('meta').toJSON(), what).toEqual({ version: 1 })
    expect([...doc.share.keys()].filter((name) => !roots.has(name))).toEqual([])
    for (const root of roots) doc.getMap(root).toJSON()
    expect(judge(update, doc, rules), what).toMatchObject({ ok: true, adds: false })
    const reader = new Y.Doc()
    leaveTidying(reader)
    Y.applyUpdate(reader, Y.encodeStateAsUpdate(doc))
    expect(reader.store.pendingStructs, what).toBeNull()
    expect(contentOf(reader, roots), what).toEqual(contentOf(doc, roots))
  }
  expect(accepted).toBeGreaterThan(CASES / 20)
})
