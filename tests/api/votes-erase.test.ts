import { eraseMyText } from '@meydan/shared/contracts/history'
import { listVotes, type OptionDraft } from '@meydan/shared/contracts/votes'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { boardWith } from '../support/canvas.ts'
import { type Api, startApi } from './api.ts'
import { writesOn } from './board-writing.ts'
import { rowsHolding } from './rows.ts'
import { aWorkshop } from './stories.ts'
import { aVotingRoom, type Voter, type VotingRoom } from './voting.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let room: VotingRoom
let ayse: Voter
let mehmet: Voter
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  room = await aVotingRoom(api, workshop)
  ayse = await room.sit('civil', 'Ayşe')
  mehmet = await room.sit('public', 'Mehmet')
})

const labels = async () => {
  const { votes } = await api.call(listVotes, { params: room.at }, workshop.organiser)
  return Object.fromEntries(votes.flatMap(({ options }) => options.map(({ recordId, label }) => [recordId, label])))
}

test('words inside what others made leave votes too; what one only moved keeps what it said then', async () => {
  const documentId = await boardWith(api.db, room.room.id, () => {})
  const author = { seat: mehmet.seatId, side: 'public' as const }
  const ids = await writesOn(api, documentId, mehmet, (board) => {
    const [note, gone, moved] = ['okul yok', 'yol yok', 'park yok'].map(
      (text, index) => board.addNotes([{ at: { x: index * 300, y: 0 }, text }], author)[0]!,
    )
    const theme = board.add('theme', { at: { x: 0, y: 900 }, title: 'Konular' }, author)
    return { note: note!, gone: gone!, moved: moved!, theme }
  })
  const secret = 'Ayşe’nin gizli sözü'
  await writesOn(api, documentId, ayse, (board) => {
    for (const id of [ids.note, ids.gone]) (board.texts.get(id) as Y.Text).insert(4, ` ${secret} `)
    board.themes.edit(ids.theme, { title: `Konular: ${secret}` })
    board.notes.edit(ids.moved, { at: { x: 40, y: 40 } })
  })
  const option = (recordId: string, recordType: OptionDraft['recordType'], label: string) => ({
    ...{ recordId, recordType, label },
  })
  const vote = await room.make({
    documentId,
    options: [
      option(ids.note, 'note', `okul ${secret} yok`),
      option(ids.gone, 'note', `yol ${secret} yok`),
      option(ids.moved, 'note', 'park yok'),
      option(ids.theme, 'theme', `Konular: ${secret}`),
    ],
  })
  await writesOn(api, documentId, mehmet, (board) => {
    removeItems(board, [ids.gone])
    ;(board.texts.get(ids.moved) as Y.Text).insert(0, 'artık ')
  })
  expect(await rowsHolding(api, secret)).toContain('vote_option')
  await api.call(eraseMyText, { params: room.at }, ayse)
  expect(await labels()).toEqual({
    [ids.note]: 'okul yok',
    [ids.gone]: '',
    [ids.moved]: 'park yok',
    [ids.theme]: '',
  })
  expect(await rowsHolding(api, secret)).toEqual([])
  expect((await room.see(ayse, vote)).options).toHaveLength(4)
})
