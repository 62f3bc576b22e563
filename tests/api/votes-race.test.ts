import { castProxy, closeVote, type VoteView } from '@meydan/shared/contracts/votes'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aWorkshop } from './stories.ts'
import { aVotingRoom, sums, type Voter, type VotingRoom } from './voting.ts'

const ROUNDS = 200

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let room: VotingRoom
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  room = await aVotingRoom(api, workshop)
})

/** Mulberry32: the same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const closeIt = (vote: VoteView) => api.send(closeVote, { params: { ...room.at, voteId: vote.id } }, workshop.organiser)

async function breathe(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function ballotsLeft(): Promise<number> {
  const { n } = await api.db
    .selectFrom('ballot')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

test(`what is answered as given is counted once, everything else came too late (${ROUNDS} rounds)`, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.info(`votes-race: SEED=${seed}`)
  const random = chance(seed)
  const voters: Voter[] = []
  for (const [index, side] of (['civil', 'civil', 'civil', 'public', 'public'] as const).entries()) {
    voters.push(await room.sit(side, `Voter ${index}`))
  }
  const seen = { given: 0, late: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    const vote = await room.make({ title: `Round ${round}`, mostPerOption: 2 })
    const expected: Record<string, [number, number, number]> = { Water: [0, 0, 0], School: [0, 0, 0], Work: [0, 0, 0] }
    const press = async (voter: Voter, index: number) => {
      const [label, dots] = [['Water', 'School', 'Work'][random(3)]!, 1 + random(2)]
      await breathe(random(40))
      const response = await room.dots(voter, vote, label, dots)
      if (response.statusCode === 200) {
        expected[label]![index < 3 ? 0 : 1] += dots
        seen.given += 1
      } else {
        expect(refusal(response)).toEqual([409, 'vote_closed'])
        seen.late += 1
      }
    }
    const ending = async () => {
      await breathe(random(60))
      return closeIt(vote)
    }
    const [closed] = await Promise.all([ending(), ...voters.map(press)])
    expect(closed.statusCode, closed.body).toBe(200)
    expect(sums(closed.json().vote), `seed ${seed}, round ${round}`).toEqual(expected)
  }
  // Otherwise nothing has raced.
  expect(Math.min(seen.given, seen.late), JSON.stringify(seen)).toBeGreaterThan(ROUNDS / 4)
  expect(await ballotsLeft()).toBe(0)
}, 180_000)

test('the same at a deadline, with people who keep changing their minds', async () => {
  const voters = [await room.sit('civil', 'Ayşe'), await room.sit('public', 'Mehmet')]
  for (let round = 0; round < 15; round += 1) {
    const vote = await room.make({ title: `Deadline ${round}` })
    await sql`update vote set deadline = clock_timestamp() + interval '60 milliseconds' where id = ${vote.id}`.execute(
      api.db,
    )
    const last = await Promise.all(
      voters.map(async (voter) => {
        for (let dots = 0; ; dots = 1 - dots) {
          const response = await room.dots(voter, vote, 'Water', 1 - dots)
          if (response.statusCode === 200) continue
          expect(refusal(response)).toEqual([409, 'vote_closed'])
          return dots
        }
      }),
    )
    expect(sums(await room.see(voters[0]!, vote)).Water).toEqual([last[0], last[1], 0])
  }
  expect(await ballotsLeft()).toBe(0)
}, 60_000)

test('a table’s phones and its laptop together never count more than sit there', async () => {
  const laptop = await room.sit('public', 'Laptop')
  const phones = [await room.sit('civil', 'A'), await room.sit('civil', 'B'), await room.sit('civil', 'C')]
  const tableId = await room.table(laptop, { civil: 3 }, [laptop, ...phones])
  for (let round = 0; round < 40; round += 1) {
    const vote = await room.make({ title: `Table ${round}` })
    const enter = async (people: number) => {
      const params = { ...room.at, voteId: vote.id, proxyId: crypto.randomUUID() }
      const body = { tableId, side: 'civil' as const, people, dots: { [room.option(vote, 'Water')]: people } }
      return { people, response: await api.send(castProxy, { params, body }, laptop) }
    }
    const call = async (voter: Voter) => ({ people: 1, response: await room.dots(voter, vote, 'Water', 1) })
    const all = await Promise.all([enter(2), ...phones.map(call), enter(1)])
    for (const { response } of all) {
      if (response.statusCode !== 200) expect(refusal(response)).toEqual([409, 'counted_at_table'])
    }
    const counted = all.reduce((sum, { people, response }) => sum + (response.statusCode === 200 ? people : 0), 0)
    const closed: VoteView = (await closeIt(vote)).json().vote
    expect(sums(closed).Water).toEqual([counted, 0, 0])
    expect(closed.result!.voters.civil).toBe(counted)
    expect(counted).toBeLessThanOrEqual(3)
    expect(counted).toBeGreaterThan(0)
  }
}, 60_000)

test('many presses at once never give more than the budget, of a person or of an organisation', async () => {
  const people = [await room.sit('civil', 'Ayşe'), await room.sit('civil', 'Fatma')]
  for (let round = 0; round < 40; round += 1) {
    const isShared = round % 2 === 0
    const budgetOf = isShared ? 'organisation' : 'person'
    const vote = await room.make({ title: `Budget ${round}`, budget: 2, budgetOf, on: ['a', 'b', 'c', 'd', 'e', 'f'] })
    const presses = vote.options.map(({ label }, index) => room.dots(people[isShared ? index % 2 : 0]!, vote, label, 1))
    const answers = (await Promise.all(presses)).map(({ statusCode }) => statusCode).sort()
    expect(answers).toEqual([200, 200, 409, 409, 409, 409])
    expect((await room.see(people[0]!, vote)).mine!.left).toBe(0)
  }
}, 60_000)
