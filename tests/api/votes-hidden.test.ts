import { closeOverdue } from '@meydan/server/features/votes/close'
import * as stage from '@meydan/shared/contracts/stage'
import { mailSummary, readSummary } from '@meydan/shared/contracts/summary'
import { listVotes } from '@meydan/shared/contracts/votes'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, startApi } from './api.ts'
import type { Person } from './stories.ts'
import { aMeetingToSum } from './summary-story.ts'
import type { Voter } from './voting.ts'

let api: Api
let story: Awaited<ReturnType<typeof aMeetingToSum>>
let ayse: Voter
let mehmet: Voter
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  story = await aMeetingToSum(api)
  ayse = await story.sit('civil', 'Ayşe')
  mehmet = await story.sit('public', 'Mehmet')
  await story.step('decide', 'Decide')
  await story.direct('start')
})
afterAll(() => api.close())

test('what is hidden after a vote’s close says nothing in its result, until it is shown again', async () => {
  const secret = 'Kreş-açılsın'
  let ids: string[] = []
  await story.writes(story.boardId, (board) => {
    const notes = [secret, 'Park yapılsın'].map((text, index) => ({ at: { x: index * 300, y: 0 }, text }))
    ids = board.addNotes(notes, { seat: null, side: 'neutral' })
  })
  const options = [secret, 'Park yapılsın'].map((label, index) => {
    return { recordId: ids[index]!, recordType: 'note' as const, label }
  })
  const vote = await story.make({ kind: 'positions', options })
  await story.say(ayse, vote, secret, 'agree')
  await story.say(mehmet, vote, secret, 'object')
  await story.close(vote)

  const told = async (who: Person) => {
    const { votes } = await api.call(listVotes, { params: story.at }, who)
    const { summary } = await api.call(readSummary, { params: story.params }, who)
    return JSON.stringify({ votes, summary }).includes(secret)
  }
  const sums = async () => (await story.see(ayse, vote)).result!.options.map(({ agree }) => agree.civil)
  const mailed = async () => {
    const body = { email: story.organiser.me.email!, language: 'en' as const }
    await api.call(mailSummary, { params: story.params, body }, story.organiser)
    const { text, html, id } = await api.db.selectFrom('outgoingMail').selectAll().executeTakeFirstOrThrow()
    await api.db.deleteFrom('outgoingMail').where('id', '=', id).execute()
    return `${text} ${html}`.includes(secret)
  }
  expect([await told(ayse), await told(story.organiser), await mailed()]).toEqual([true, true, true])
  const body = { documentId: story.boardId, recordIds: [ids[0]!] }
  api.told.length = 0
  const { hidden } = await api.call(stage.hideObjects, { params: story.at, body }, story.organiser)
  expect(api.told).toContain(`${story.room.id} votes`)
  expect([await told(ayse), await told(story.organiser), await mailed()]).toEqual([false, true, false])
  expect(await sums()).toEqual([1, 0])
  api.told.length = 0
  const params = { ...story.at, hiddenId: hidden.id }
  await api.call(stage.showHidden, { params }, story.organiser)
  expect(api.told).toContain(`${story.room.id} votes`)
  expect([await told(ayse), await told(story.organiser), await mailed()]).toEqual([true, true, true])
  expect(await sums()).toEqual([1, 0])
})

test('a vote that can’t be closed is logged, and keeps no other open', async () => {
  const votes = [await story.make({ title: 'stuck' }), await story.make(), await story.make()]
  const ids = votes.map(({ id }) => id)
  const [stuck] = ids
  const past = new Date(Date.now() - 1_000)
  await sql`
    create function stuck() returns trigger language plpgsql as $$ begin raise 'stuck'; end $$`.execute(api.db)
  await sql`
    create trigger stuck before insert on vote_tally for each row when (new.vote_id = ${sql.lit(stuck)}::uuid)
    execute function stuck()`.execute(api.db)
  await api.db.updateTable('vote').set({ deadline: past }).where('id', 'in', ids).execute()
  // The longest overdue comes first: the others are behind it.
  const longPast = new Date(past.getTime() - 1_000)
  await api.db.updateTable('vote').set({ deadline: longPast }).where('id', '=', stuck!).execute()

  const logged: object[] = []
  const log = { info() {}, error: (details: object) => void logged.push(details) }
  expect(await closeOverdue({ db: api.db, log })).toEqual([story.room.id, story.room.id])
  expect(logged).toMatchObject([{ voteId: stuck, err: { message: 'stuck' } }])
  const states = async () => {
    const seen = (await api.call(listVotes, { params: story.at }, ayse)).votes.filter(({ id }) => ids.includes(id))
    return ids.map((id) => seen.find((vote) => vote.id === id)!.state)
  }
  expect(await states(), 'whoever looks sees the others').toEqual(['open', 'closed', 'closed'])
  await sql`drop trigger stuck on vote_tally`.execute(api.db)
  expect(await states()).toEqual(['closed', 'closed', 'closed'])
})
