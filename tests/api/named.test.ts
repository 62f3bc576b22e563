import { rebuildRows } from '@meydan/server/projection/rebuild'
import { editDocument } from '@meydan/server/sync/history/edit-document'
import { recordDecision } from '@meydan/shared/contracts/decisions'
import { lookUpNamed, NAMED_MAX, type NamedRef } from '@meydan/shared/contracts/named'
import { hideObjects } from '@meydan/shared/contracts/stage'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { aChain, type Chain } from '../support/evidence.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { type Api, refusal, startApi } from './api.ts'

let api: Api
let story: Story
let chain: Chain
beforeEach(async () => {
  api ??= await startApi({ LIMIT_SCALE: '1000' })
  story = await consultationRoom(api.db)
  chain = await aChain(api.db, story)
})
afterAll(() => api?.close())

const asking = (wanted: NamedRef[]) => ({ params: { roomId: story.roomId }, body: { wanted } })
const named = async (wanted: NamedRef[], who: Actor = story.observer) =>
  (await api.call(lookUpNamed, asking(wanted), who)).named
const onBoard = (kind: 'note' | 'theme', record: string, document = chain.boardId): NamedRef => ({
  ...{ kind, document, record },
})
const edited = async (write: (board: Board) => void) => {
  await editDocument(api.db, {
    documentId: chain.boardId,
    seatId: null,
    write: (doc) => {
      write(new Board(doc))
      return new Map()
    },
  })
  await rebuildRows(api.db)
}
const aDecision = async () => {
  const body = { title: 'Kreş açılır', state: 'agreed' as const, decidedAt: new Date().toISOString() }
  const at = { params: { roomId: story.roomId }, body: { ...body, text: '', voteId: null, meetingId: null } }
  return (await api.call(recordDecision, at, story.facilitator)).decision.id
}

test('what a text names says its words and where it stands, to everybody of the room', async () => {
  const decision = await aDecision()
  const action = chain.actions[0]!
  const answer = await named([
    onBoard('note', chain.notes[0]!),
    // Of a link nobody knows whether it leads to a note or to a theme.
    onBoard('note', chain.theme),
    { kind: 'action', document: chain.planId, record: action },
    { kind: 'decision', document: null, record: decision },
    { kind: 'vote', document: null, record: chain.voteId },
  ])
  expect(new Map(answer.map((one) => [one.record, one]))).toEqual(
    new Map<string, unknown>([
      [chain.notes[0]!, expect.objectContaining({ kind: 'note', words: 'Kreş yok, annelerin işi kalıyor' })],
      [chain.theme, expect.objectContaining({ kind: 'theme', words: 'Çocuk bakımı', state: 'here' })],
      [
        action,
        expect.objectContaining({
          words: 'Mahalleye kreş açmak',
          action: { status: 'agreed', due: null, responsible: null },
        }),
      ],
      [decision, expect.objectContaining({ words: 'Kreş açılır', decision: 'agreed', document: null })],
      [chain.voteId, expect.objectContaining({ kind: 'vote', words: 'Önce ne gelsin?' })],
    ]),
  )
})

test('what was deleted keeps its last words; of what is hidden not even a facilitator reads them here', async () => {
  const [gone, hidden] = [chain.notes[0]!, chain.notes[3]!]
  await edited((board) => removeItems(board, [gone]))
  const body = { documentId: chain.boardId, recordIds: [hidden] }
  await api.call(hideObjects, { params: { roomId: story.roomId }, body }, story.facilitator)
  // Before its board is projected again, and after.
  for (let time = 0; time < 2; time++) {
    const answer = await named([onBoard('note', gone), onBoard('note', hidden)], story.facilitator)
    expect(new Map(answer.map(({ record, state, words }) => [record, [state, words]]))).toEqual(
      new Map([
        [gone, ['gone', 'Kreş yok, annelerin işi kalıyor']],
        [hidden, ['hidden', '']],
      ]),
    )
    await rebuildRows(api.db)
  }
})

test('nothing is told of other rooms, of drafts, or of pairs that don’t belong together', async () => {
  const { roomId: elsewhere } = await api.db
    .selectFrom('seat')
    .select('roomId')
    .where('id', '=', story.outsider.seatId)
    .executeTakeFirstOrThrow()
  let record = ''
  const document = await boardWith(api.db, elsewhere, (board) => {
    ;[record] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'Gizli' }], { seat: null, side: 'civil' }) as [string]
  })
  await rebuildRows(api.db)
  const votes = await api.db
    .insertInto('vote')
    .values([
      { roomId: elsewhere, title: 'Gizli oylama', kind: 'dots', state: 'closed' },
      { roomId: story.roomId, title: 'Hazırlanan oylama', kind: 'dots', state: 'draft' },
    ])
    .returning('id')
    .execute()
  const { id: decision } = await api.db
    .insertInto('decision')
    .values({ roomId: elsewhere, title: 'Gizli karar', kind: 'meeting', state: 'agreed' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const wanted: NamedRef[] = [
    onBoard('note', record, document),
    onBoard('note', record),
    onBoard('note', chain.notes[0]!, document),
    { kind: 'note', document: null, record: chain.notes[0]! },
    { kind: 'action', document: chain.boardId, record: chain.actions[0]! },
    { kind: 'decision', document: null, record: decision },
    { kind: 'decision', document: null, record: 'not-an-id' },
    ...votes.map(({ id }): NamedRef => ({ kind: 'vote', document: null, record: id })),
  ]
  expect(await named(wanted, story.facilitator)).toEqual([])
  expect(refusal(await api.send(lookUpNamed, asking(wanted), story.outsider))).toEqual([404, 'not_found'])
})

test('so many are asked for at once, and no more', async () => {
  expect(await named([])).toEqual([])
  const many = Array.from({ length: NAMED_MAX + 1 }, () => onBoard('note', chain.notes[0]!))
  expect(await named(many.slice(1))).toHaveLength(1)
  expect(refusal(await api.send(lookUpNamed, asking(many), story.civil)).slice(0, 2)).toEqual([400, 'invalid'])
})
