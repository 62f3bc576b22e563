import { firstAdministratorLink } from '@meydan/server/access/first-administrator'
import { readSecret } from '@meydan/server/access/secret'
import { readConfig } from '@meydan/server/config'
import { listChanges } from '@meydan/shared/contracts/history'
import { readQuestions } from '@meydan/shared/contracts/questions'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { readSummary } from '@meydan/shared/contracts/summary'
import { readVoice } from '@meydan/shared/contracts/voice'
import { castDots, createVote, listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { readWriting } from '@meydan/shared/contracts/writing'
import { Board } from '@meydan/shared/documents/board/board'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { sharedRedis } from '../support/redis.ts'
import { seededRandom } from '../support/seed.ts'
import { until } from '../support/until.ts'
import { findWords } from '../support/wiretap.ts'
import { BUDGET, clusterNotes, count, MOST_PER_OPTION, voteAtRandom, writePrivately } from './acts.ts'
import { Ledger } from './ledger.ts'
import { clockOf, disagreement, Led } from './meeting.ts'
import { type Client, gather, type House } from './people.ts'
import { ask, byText, decide, labelOf, sitAtTables, SLOW, theVote, type Workshop } from './steps.ts'
import { expectSummary } from './summary.ts'

let fresh: FreshDatabase
let nodes: [Server, Server]
beforeAll(async () => {
  fresh = await freshDatabase()
  const node = (name: string) =>
    startServer({ DATABASE_URL: fresh.url, REDIS_URL: sharedRedis()!, NODE_ID: `${name}-${crypto.randomUUID()}` })
  // One after the other: on a busy machine two starts at once take longer than either may.
  if (sharedRedis()) nodes = [await node('one'), await node('two')]
})
afterAll(async () => {
  await Promise.all(nodes?.map((node) => node.stop()) ?? [])
  await fresh?.drop()
})

describe.skipIf(sharedRedis() === null)('a workshop of 24 people of two sides, on two nodes', () => {
  test('goes through its agenda, loses a node in the vote, and its summary says exactly what happened', async () => {
    const random = seededRandom()
    console.info(`SEED=${random.seed}`)
    const firstLink = await firstAdministratorLink({
      db: fresh.db,
      secret: await readSecret(fresh.db, readConfig({}, '/')),
    })
    const house = await gather(nodes, firstLink!, onTestFinished)
    const led = await Led.plan(house.leader, [
      { mode: 'write', settings: { naming: 'side' } },
      { mode: 'reveal' },
      { mode: 'cluster' },
      { mode: 'break' },
      { mode: 'vote', settings: { budget: BUDGET } },
      { mode: 'discuss' },
      { mode: 'decide' },
    ])
    const workshop = { house, ledger: new Ledger(house), random, led }
    await led.command('start')
    await writeInSilence(workshop)
    await led.command('next')
    await expectRevealed(workshop)
    await led.command('next')
    await putTogether(workshop)
    await ask(workshop)
    await vote(workshop)
    const speaking = await sitAtTables(workshop)
    await decide(workshop)
    const meetingId = led.meeting.id
    const views = house.everyone.map(async (client) => {
      const { summary } = await client.call(readSummary, { params: { roomId: house.roomId, meetingId } })
      return { client, summary }
    })
    for (const { client, summary } of await Promise.all(views)) {
      expectSummary(summary, { ...workshop, client, speaking })
    }
  }, 240_000)
})

/** Private writing: while it lasts, nothing of it is in any byte that reached anybody else. */
async function writeInSilence({ house, ledger, random, led }: Workshop): Promise<void> {
  const { everyone, participants, expert, leader, roomId } = house
  await untilAllCounted(house, led.meeting.id)
  const stepId = led.stepOf('write')
  const words = new Map<Client, string[]>()
  const writers = [...participants, expert]
  const writing = writers.map(async (client) => {
    words.set(client, await writePrivately(client, { random, stepId, ledger }))
  })
  await Promise.all(writing)
  for (const client of everyone) await lookAround(client, led)
  await until(() => everyone.every(({ topics }) => topics.includes('writing')), SLOW)
  for (const client of everyone) {
    const hidden = [...words].flatMap(([writer, texts]) => (writer === client ? [] : texts))
    expect(findWords(client.tap.bytes(), hidden), client.name).toEqual([])
    const own = ledger.secret.filter(({ author }) => author === client).map(({ text }) => text)
    expect(findWords(client.tap.bytes(), own).length, 'one’s own are found').toBeGreaterThanOrEqual(own.length)
  }
  const { round } = await leader.call(readWriting, { params: { roomId } })
  const wrote = new Set(ledger.secret.map(({ author }) => author)).size
  expect(round).toMatchObject({ naming: 'side', open: true, smallSides: [], writers: wrote, people: 25 })
}

/** Presence is written down for everybody: by it a side is large enough to be named. */
async function untilAllCounted({ leader, everyone, roomId }: House, meetingId: string): Promise<void> {
  const counted = async () => {
    const { summary } = await leader.call(readSummary, { params: { roomId, meetingId } })
    return summary.attendance.seats!.filter(({ minutes }) => minutes > 0).length === everyone.length
  }
  await until(counted, { ...SLOW, every: 2_000 })
}

/** All that a page may ask of the room. */
async function lookAround(client: Client, { meeting }: Led): Promise<void> {
  const { roomId } = client
  const params = { roomId }
  await client.call(readWriting, { params })
  await client.call(readRoom, { params })
  await client.call(listVotes, { params })
  await client.call(readVoice, { params })
  await client.call(readQuestions, { params })
  await client.call(readSummary, { params: { roomId, meetingId: meeting.id } })
  await client.call(listChanges, { params: { roomId, documentId: client.boardId }, query: {} })
}

/** One moment for all, by side and by nobody's name. */
async function expectRevealed({ house, ledger }: Workshop): Promise<void> {
  const expected = ledger.secret
    .map(({ text, author }) => ({ text, side: author.side, seat: null as string | null }))
    .sort(byText)
  const seen = ({ sync }: Client) => {
    const board = new Board(sync.doc)
    return board.notes
      .all()
      .map(({ id, side, seat }) => ({ text: board.textOf(id), side, seat }))
      .sort(byText)
  }
  for (const client of house.everyone) {
    await until(() => seen(client).length === expected.length, SLOW)
    expect(seen(client), client.name).toEqual(expected)
  }
  const texts = expected.map(({ text }) => text)
  expect(findWords(house.observer.tap.bytes(), texts).length).toBeGreaterThanOrEqual(texts.length)
}

/** Four of one side and two of the other, on both nodes. */
async function putTogether({ house, ledger, random }: Workshop): Promise<void> {
  const clustering = [...house.participants.slice(0, 4), ...house.participants.slice(-2)]
  ledger.themeTitles.push(...(await clusterNotes(clustering, { random, ledger })))
}

/** Dots on the themes. In the middle of it the leader's node dies, and its people go on by the other. */
async function vote({ house, ledger, random, led }: Workshop): Promise<void> {
  const { leader, boardId, expert, participants, roomId } = house
  const stepId = led.stepOf('vote')
  const options = new Board(leader.sync.doc).themes.all().map(({ id, title }) => {
    return { recordId: id, recordType: 'theme' as const, label: title }
  })
  const body = { title: 'Önce hangisi?', kind: 'dots' as const, budget: BUDGET, mostPerOption: MOST_PER_OPTION }
  await leader.call(createVote, { params: { roomId }, body: { ...body, documentId: boardId, stepId, options } })
  // The break is skipped: those who lead go straight on to the vote.
  await led.command('goto', { stepId })
  const opened = await theVote(leader, 'Önce hangisi?')
  expect(opened.state).toBe('open')
  const voters = random.shuffle([...participants, expert]).slice(0, 22)
  const before = await clockOf(participants[0]!)
  let acts = 0
  let killed: Promise<void> | undefined
  const onAct = async () => {
    if (++acts === 40) killed = losing(house)
  }
  await Promise.all(voters.map((client) => voteAtRandom(client, opened, { random, ledger, onAct })))
  expect(killed, 'the node died while they voted').toBeDefined()
  await killed
  await until(() => house.everyone.every(({ entered, home }) => entered > Number(home === nodes[1])), SLOW)
  const after = await clockOf(leader)
  expect(after.stepEndsAt).toBe(before.stepEndsAt)
  expect(disagreement(before, after)).toBeLessThan(1_000)
  for (const client of voters) {
    const { mine, result } = await theVote(client, opened.title)
    const kept = Object.entries(mine!.dots).filter(([, dots]) => dots > 0)
    expect(new Map(kept.map(([id, dots]) => [labelOf(opened, id), dots])), client.name).toEqual(ledger.dotsOf(client))
    expect(result, 'no sums before the close').toBeNull()
  }
  // Who votes at the moment of the close is counted or told.
  const late = voters.slice(0, 6).map((client) => voteLate(client, opened, ledger))
  await Promise.all([...late, led.command('next')])
  const { state, result } = await theVote(participants[5]!, opened.title)
  expect(state).toBe('closed')
  for (const { optionId, dots } of result!.options) expect(dots).toEqual(ledger.dotsOn(labelOf(opened, optionId)))
  expect(result).toMatchObject({ voters: ledger.voters(ledger.dots), eligible: ledger.eligible() })
}

/** kill -9 of the second node; whoever was on it finds the first, with the same address as before. */
async function losing({ everyone }: House): Promise<void> {
  const [one, two] = nodes
  await two.kill()
  for (const { tap } of everyone) tap.lead(one.port)
}

async function voteLate(client: Client, { id: voteId, options }: VoteView, ledger: Ledger): Promise<void> {
  const given = ledger.dotsOf(client)
  const option = options.find(({ label }) => given.has(label)) ?? options[0]!
  const dots = given.has(option.label) ? 0 : 1
  const params = { roomId: client.roomId, voteId }
  const { code } = await client.ask(castDots, { params, body: { optionId: option.id, dots } })
  expect([null, 'vote_closed']).toContain(code)
  if (code === null) count(given, option.label, dots)
}
