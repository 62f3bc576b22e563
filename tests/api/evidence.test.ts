import { checkChain, chainReport, readChain } from '@meydan/server/features/evidence/chain'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import { editDocument } from '@meydan/server/sync/history/edit-document'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { readEvidence, readPlanThemes, readUses, type searchRecords } from '@meydan/shared/contracts/plans'
import { hideObjects, showHidden } from '@meydan/shared/contracts/stage'
import { Board } from '@meydan/shared/documents/board/board'
import { mergeThemes, splitTheme } from '@meydan/shared/documents/board/lineage'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { clusterTogether } from '@meydan/shared/documents/board/themes'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { aChain, type Chain } from '../support/evidence.ts'
import { boardWith } from '../support/canvas.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { type Api, HOST, refusal, startApi } from './api.ts'

let api: Api
let story: Story
let chain: Chain
beforeEach(async () => {
  api ??= await startApi({ LIMIT_SCALE: '1000' })
  story = await consultationRoom(api.db)
  chain = await aChain(api.db, story)
})
afterAll(() => api?.close())

const evidence = (index: number, who: Actor = story.civil) => {
  const params = { roomId: story.roomId, documentId: chain.planId, actionId: chain.actions[index]! }
  return api.call(readEvidence, { params }, who)
}
const uses = (recordId: string, who: Actor = story.civil) =>
  api.call(readUses, { params: { roomId: story.roomId, documentId: chain.boardId, recordId } }, who)

const edited = async (documentId: string, write: (board: Board) => void) => {
  await editDocument(api.db, {
    documentId,
    seatId: null,
    write: (doc) => {
      write(new Board(doc))
      return new Map()
    },
  })
  await rebuildRows(api.db)
}
const sourcesOf = async (sources: readonly { kind: 'note' | 'theme'; document: string; record: string }[]) => {
  const planId = await planWith(api.db, story.roomId, (plan) => {
    plan.addActions([{ title: 'Another', sources }], { seat: null, side: 'neutral' })
  })
  await rebuildRows(api.db)
  const { actionId } = await api.db
    .selectFrom('planAction')
    .select('actionId')
    .where('documentId', '=', planId)
    .executeTakeFirstOrThrow()
  const params = { roomId: story.roomId, documentId: planId, actionId }
  return (who: Actor = story.civil) => api.call(readEvidence, { params }, who)
}

test('back from an action: vote and theme, its notes by side, organisations from the seats alone', async () => {
  const { sources, becomes } = await evidence(0)
  expect(sources.map(({ kind, words, state }) => [kind, words, state])).toEqual([
    ['vote', 'Önce ne gelsin?', 'here'],
    ['theme', 'Çocuk bakımı', 'here'],
  ])
  const [vote, theme] = sources
  const figures = { voteId: chain.voteId, optionId: chain.options[0], label: 'Çocuk bakımı', mode: 'dots' }
  const counts = { bySide: { civil: 4, public: 1, neutral: 0 }, objecting: null }
  // Of the whole vote, the line that stands for what the action names besides.
  expect(vote!.votes).toMatchObject([{ ...figures, ...counts, smallSides: ['public'] }])
  expect(theme!.votes).toEqual(vote!.votes)
  expect(theme!.notesBySide).toEqual({ civil: 2, public: 1, neutral: 0 })
  const told = theme!.notes.map(({ words, side, organisation }) => [words, side, organisation])
  expect(new Set(told.map((one) => JSON.stringify(one)))).toEqual(
    new Set(
      [
        ['Kreş yok, annelerin işi kalıyor', 'civil', 'Göçmen Dayanışma Derneği'],
        ['Mahallede oyun alanı yok', 'public', 'Şahinbey Belediyesi'],
        ['Kimse adını söylemedi', 'civil', null],
      ].map((one) => JSON.stringify(one)),
    ),
  )
  expect(becomes).toMatchObject([{ actionId: chain.actions[1], title: 'Kreş için yer bulmak', planTitle: 'Test plan' }])
  expect(JSON.stringify({ sources, becomes })).not.toMatch(/Ahmad|Mehmet/)
})

test('an action that came of another leads to it, and one that came of nothing to nothing', async () => {
  const { sources } = await evidence(1, story.observer)
  expect(sources).toMatchObject([{ kind: 'action', recordId: chain.actions[0], words: 'Mahalleye kreş açmak' }])
  expect(await evidence(2)).toEqual({ sources: [], becomes: [] })
})

test('on from a note: what came of it, of its theme, of a vote on it', async () => {
  expect((await uses(chain.theme)).actions).toMatchObject([{ actionId: chain.actions[0], through: null }])
  expect((await uses(chain.notes[0]!)).actions).toMatchObject([{ actionId: chain.actions[0], through: 'theme' }])
  expect((await uses(chain.notes[3]!)).actions).toEqual([])
  await planWith(api.db, story.roomId, (plan) => {
    const source = { kind: 'vote' as const, document: null, record: chain.options[1]! }
    plan.addActions([{ title: 'Tercüman bulmak', sources: [source] }], { seat: null, side: 'neutral' })
  })
  await rebuildRows(api.db)
  expect((await uses(chain.notes[3]!)).actions).toMatchObject([{ title: 'Tercüman bulmak', through: 'vote' }])
})

test('what was deleted keeps its last words, and counts no more', async () => {
  const direct = { kind: 'note' as const, document: chain.boardId, record: chain.notes[0]! }
  const read = await sourcesOf([direct])
  await edited(chain.boardId, (board) => removeItems(board, [chain.notes[0]!]))
  const [note] = (await read()).sources
  expect(note).toMatchObject({ state: 'gone', words: 'Kreş yok, annelerin işi kalıyor', side: 'civil' })
  const theme = (await evidence(0)).sources[1]!
  expect(theme.notesBySide).toEqual({ civil: 1, public: 1, neutral: 0 })
  expect(theme.notes.map(({ state }) => state)).toEqual(['here', 'here', 'gone'])
})

test('what is hidden says nothing to anybody until it is shown again', async () => {
  const read = await sourcesOf([{ kind: 'note', document: chain.boardId, record: chain.notes[3]! }])
  const secret = 'İşitme engelliler için tercüman'
  expect(JSON.stringify(await read())).toContain(secret)
  const at = { roomId: story.roomId }
  const body = { documentId: chain.boardId, recordIds: [chain.notes[3]!] }
  const { hidden } = await api.call(hideObjects, { params: at, body }, story.facilitator)
  // Before its board is projected again, and after.
  for (let time = 0; time < 2; time++) {
    const { sources } = await read()
    expect(sources).toMatchObject([{ state: 'hidden', words: '', votes: [{ label: '' }] }])
    expect(JSON.stringify(sources)).not.toContain(secret)
    expect(JSON.stringify(await search('tercüman'))).not.toContain(secret)
    await rebuildRows(api.db)
  }
  await api.call(showHidden, { params: { ...at, hiddenId: hidden.id } }, story.facilitator)
  await rebuildRows(api.db)
  expect((await read()).sources).toMatchObject([{ state: 'here', words: secret }])
})

test('another room is not told of', async () => {
  const { roomId: elsewhere } = await api.db
    .selectFrom('seat')
    .select('roomId')
    .where('id', '=', story.outsider.seatId)
    .executeTakeFirstOrThrow()
  let record = ''
  const document = await boardWith(api.db, elsewhere, (board) => {
    ;[record] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'Gizli' }], { seat: null, side: 'civil' }) as [string]
  })
  const read = await sourcesOf([
    { kind: 'note', document, record },
    { kind: 'theme', document: crypto.randomUUID(), record: 'nowhere' },
  ])
  const { sources } = await read()
  expect(sources.map(({ kind, state, words, documentId }) => [kind, state, words, documentId])).toEqual([
    ['theme', 'unknown', '', null],
    ['note', 'elsewhere', '', null],
  ])
  const params = { roomId: story.roomId, documentId: document, recordId: record }
  expect(refusal(await api.send(readUses, { params }, story.civil))).toEqual([404, 'not_found'])
  const planElsewhere = { ...params, actionId: record }
  expect(refusal(await api.send(readEvidence, { params: planElsewhere }, story.civil))).toEqual([404, 'not_found'])
  expect(await search('gizli')).toEqual([])
})

async function search(words: string, who: Actor = story.civil): Promise<ReplyOf<typeof searchRecords>['records']> {
  const url = `/api/rooms/${story.roomId}/records?${new URLSearchParams({ words })}`
  const response = await api.app.inject({ url, headers: { host: HOST, cookie: who.cookie } })
  expect(response.statusCode, response.body).toBe(200)
  return response.json().records
}

test('notes and themes are found by their words, whatever letters they are typed with', async () => {
  const said = async (words: string) => (await search(words)).map(({ words: found }) => found)
  expect(await said('COCUK')).toEqual(['Çocuk bakımı'])
  expect(await said('işitme ENGELLİLER')).toEqual(['İşitme engelliler için tercüman'])
  expect(await said('isitme tercuman')).toEqual(['İşitme engelliler için tercüman'])
  expect(await said('işitme kreş')).toEqual([])
  expect(await said('100%')).toEqual([])
  expect((await said(''))[0]).toBe('Çocuk bakımı')
  await boardWith(api.db, story.roomId, (board) => {
    const author = { seat: null, side: 'civil' as const }
    board.addNotes([{ at: { x: 0, y: 0 }, text: 'حَضَانَة للأطفال' }], author)
    board.addNotes(
      Array.from({ length: 25 }, (_, index) => ({ at: { x: 0, y: index }, text: `Straße ${index}` })),
      author,
    )
  })
  await rebuildRows(api.db)
  expect(await said('حضانه مدرسه')).toEqual([])
  expect(await said('حضانه للاطفال')).toEqual(['حَضَانَة للأطفال'])
  expect(await said('straße')).toHaveLength(20)
})

/** A second theme on the board, of a note of the civil side; projected. */
const aTheme = async (title: string) => {
  let theme = ''
  await edited(chain.boardId, (board) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    const notes = board.addNotes([{ at: { x: 0, y: 4_000 }, text: `${title} için not` }], author)
    theme = clusterTogether(board, notes, author)!
    board.edit([theme], { title })
  })
  return theme
}
const themes = async (documentId = chain.planId, who: Actor = story.civil) => {
  const read = await api.call(readPlanThemes, { params: { roomId: story.roomId, documentId } }, who)
  const titles = read.themes.map(({ title, state }) => (state === 'here' ? title : `${title} (gone)`))
  return Object.fromEntries(
    read.actions.map(({ actionId, themes: of }) => [actionId, of.map((each) => titles[each]).sort()]),
  )
}

test('a theme that was merged leads on to what it is part of now, and from there back', async () => {
  const kept = await aTheme('Aile merkezi')
  await edited(chain.boardId, (board) => mergeThemes(board, [chain.theme], kept))
  const [vote, theme] = (await evidence(0)).sources
  expect(theme).toMatchObject({ state: 'gone', words: 'Çocuk bakımı', notes: [] })
  expect(theme!.livesOn).toMatchObject([
    { recordId: kept, words: 'Aile merkezi', state: 'here', notesBySide: { civil: 3, public: 1, neutral: 0 } },
  ])
  expect(theme!.livesOn[0]!.notes).toHaveLength(4)
  expect(theme!.votes, 'what was voted about it stays').toEqual(vote!.votes)
  expect(theme!.votes).toHaveLength(1)
  expect((await uses(kept)).actions).toMatchObject([{ actionId: chain.actions[0], through: 'lineage' }])
  expect((await uses(chain.notes[0]!)).actions).toMatchObject([{ actionId: chain.actions[0], through: 'theme' }])
  const whole = await readChain(api.db)
  expect(whole.broken.filter(({ documentId }) => documentId === chain.planId)).toEqual([])
  // Merged on, and its own tombstone swept: what it came of is remembered to the first.
  const last = await aTheme('Kadın merkezi')
  await edited(chain.boardId, (board) => mergeThemes(board, [kept], last))
  await api.db.deleteFrom('boardRecord').where('recordId', '=', kept).execute()
  expect((await evidence(0)).sources[1]!.livesOn).toMatchObject([{ recordId: last, words: 'Kadın merkezi' }])
  // Also where nothing is left of it: the link isn't broken.
  await api.db.deleteFrom('boardRecord').where('recordId', '=', chain.theme).execute()
  expect((await evidence(0)).sources[1]).toMatchObject({ state: 'unknown', livesOn: [{ recordId: last }] })
  const again = await readChain(api.db)
  expect(again.broken.filter(({ documentId }) => documentId === chain.planId)).toEqual([])
})

test('a theme that others were split off from leads to them too', async () => {
  let split = ''
  await edited(chain.boardId, (board) => {
    split = splitTheme(board, [chain.notes[1]!], { seat: story.public.seatId, side: 'public' })!
    board.edit([split], { title: 'Oyun alanları' })
  })
  const theme = (await evidence(0)).sources[1]!
  expect(theme).toMatchObject({ state: 'here', notesBySide: { civil: 2, public: 0, neutral: 0 } })
  expect(theme.livesOn).toMatchObject([
    { recordId: split, words: 'Oyun alanları', notes: [{ recordId: chain.notes[1] }] },
  ])
  expect((await uses(split)).actions).toMatchObject([{ actionId: chain.actions[0], through: 'lineage' }])
  expect((await uses(chain.theme)).actions).toMatchObject([{ through: null }])
})

test('what a voted theme became part of is shown with the vote', async () => {
  const kept = await aTheme('Aile merkezi')
  const planId = await planWith(api.db, story.roomId, (plan) => {
    const source = { kind: 'vote' as const, document: null, record: chain.options[0]! }
    plan.addActions([{ title: 'Voted for', sources: [source] }], { seat: null, side: 'neutral' })
  })
  await edited(chain.boardId, (board) => mergeThemes(board, [chain.theme], kept))
  const [actionId] = Object.keys(await themes(planId))
  const params = { roomId: story.roomId, documentId: planId, actionId: actionId! }
  const { sources } = await api.call(readEvidence, { params }, story.civil)
  expect(sources).toMatchObject([{ kind: 'vote', votedOn: { state: 'gone' }, livesOn: [{ recordId: kept }] }])
})

test('the themes of a plan: by themselves, by a note, by a vote; merged ones as what they are now', async () => {
  const other = await aTheme('Aile merkezi')
  const note = { kind: 'note' as const, document: chain.boardId, record: chain.notes[0]! }
  const loose = { ...note, record: chain.notes[3]! }
  const line = { kind: 'vote' as const, document: null, record: chain.options[0]! }
  const own = { kind: 'theme' as const, document: chain.boardId, record: other }
  const ids: string[] = []
  const planId = await planWith(api.db, story.roomId, (plan) => {
    const add = (...sources: (typeof note | typeof line | typeof own)[]) =>
      ids.push(...plan.addActions([{ title: 'One', sources }], { seat: null, side: 'neutral' }))
    add(note)
    add(loose)
    add(line, own)
    add()
  })
  await rebuildRows(api.db)
  const [ofNote, , ofBoth] = ids as [string, string, string]
  expect(await themes(planId)).toEqual({ [ofNote]: ['Çocuk bakımı'], [ofBoth]: ['Aile merkezi', 'Çocuk bakımı'] })
  expect(await themes(), 'a whole vote names none').toEqual({ [chain.actions[0]!]: ['Çocuk bakımı'] })
  await edited(chain.boardId, (board) => mergeThemes(board, [chain.theme], other))
  expect(await themes(planId)).toEqual({ [ofNote]: ['Aile merkezi'], [ofBoth]: ['Aile merkezi'] })
  expect(await themes()).toEqual({ [chain.actions[0]!]: ['Aile merkezi'] })
  await edited(chain.boardId, (board) => removeItems(board, [other]))
  expect((await themes(planId))[ofBoth], 'last titles of what is gone').toEqual([
    'Aile merkezi (gone)',
    'Çocuk bakımı (gone)',
  ])
  const elsewhere = { roomId: story.roomId, documentId: crypto.randomUUID() }
  expect(refusal(await api.send(readPlanThemes, { params: elsewhere }, story.civil))).toEqual([404, 'not_found'])
})

test('a hidden theme is told to nobody but those who hide', async () => {
  const body = { documentId: chain.boardId, recordIds: [chain.theme] }
  await api.call(hideObjects, { params: { roomId: story.roomId }, body }, story.facilitator)
  for (let time = 0; time < 2; time++) {
    expect(await themes()).toEqual({})
    await rebuildRows(api.db)
  }
})

test('the chain is checked: tombstones hold it, what is gone without a trace breaks it', async () => {
  const whole = await readChain(api.db)
  expect(whole.broken.filter(({ documentId }) => documentId === chain.planId)).toEqual([])
  expect(whole.orphans.filter(({ documentId }) => documentId === chain.planId)).toEqual([
    { documentId: chain.planId, actionId: chain.actions[2] },
  ])
  await edited(chain.boardId, (board) => removeItems(board, [chain.theme]))
  await editDocument(api.db, {
    documentId: chain.planId,
    seatId: null,
    write: (doc) => {
      const plan = new Plan(doc)
      const [kept, gone] = [chain.actions[2]!, chain.actions[0]!]
      plan.addSources(kept, [{ kind: 'action', document: null, record: gone }], { seat: null, side: 'neutral' })
      plan.addSources(kept, [{ kind: 'theme', document: chain.boardId, record: chain.theme }], {
        seat: null,
        side: 'neutral',
      })
      plan.removeActions([gone])
      return new Map()
    },
  })
  expect((await readChain(api.db)).pending, 'not projected yet').toBe(whole.pending + 1)
  await rebuildRows(api.db)
  const mine = async () => (await readChain(api.db)).broken.filter(({ documentId }) => documentId === chain.planId)
  expect(await mine(), 'an action that is gone is a tombstone').toEqual([])
  await api.db.deleteFrom('boardRecord').where('recordId', '=', chain.theme).execute()
  expect(await mine()).toMatchObject([{ kind: 'theme', why: 'record' }])
  await api.db.deleteFrom('document').where('id', '=', chain.boardId).execute()
  expect(await mine()).toMatchObject([{ kind: 'theme', why: 'document' }])
})

test('the report counts first and names what is broken', () => {
  const at = { documentId: 'plan', actionId: 'a' }
  const link = { ...at, sourceId: 's', kind: 'note' as const, sourceDocumentId: 'board', sourceRecord: 'n' }
  const links = [{ ...link, hasDocument: true, hasRecord: false }]
  const checked = checkChain({ actions: [at, { ...at, actionId: 'b' }], links })
  expect(checked).toMatchObject({ actions: 2, links: 1, orphans: [{ actionId: 'b' }], broken: [{ why: 'record' }] })
  expect(chainReport({ ...checked, pending: 0 }).split('\n')).toEqual([
    '2 actions, 1 links to what they came from: 1 broken.',
    '1 actions came from nothing.',
    'broken  plan a  note board n  its record is gone without a trace',
    'from nothing  plan b',
  ])
})
