import type { CallOf, Contract, ReplyOf } from '@meydan/shared/contracts/contract'
import { castDots, castPosition, castProxy, closeVote, listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'
import { type Api, apiOn } from './api.ts'
import { rowsHolding } from './rows.ts'
import { aWorkshop, type Person } from './stories.ts'
import { aVotingRoom, type Voter, type VotingRoom } from './voting.ts'

/*
 * Who voted what never leaves the server. A real process that logs all it can; every reply and every frame of every
 * socket is kept. The proof: two different ballots of one voter leave everybody else with the same bytes.
 */

let server: Server
let api: Api
let room: VotingRoom
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let people: { ayse: Voter; mehmet: Voter; laptop: Voter; observer: Voter; organiser: Person }
beforeAll(async () => {
  const database = await freshDatabase()
  server = await startServer({ DATABASE_URL: database.url, LOG_LEVEL: 'debug', LIMIT_SCALE: '1000' })
  api = await apiOn(database, { LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(async () => {
  await server?.stop()
  await api?.close()
})
beforeEach(async () => {
  room = await aVotingRoom(api, workshop)
  people = {
    ayse: await room.sit('civil', 'Ayşe'),
    mehmet: await room.sit('public', 'Mehmet'),
    laptop: await room.sit('public', 'Laptop'),
    observer: await room.sit('neutral', 'Onur', 'observer'),
    organiser: workshop.organiser,
  }
})

/** One request to the process, and the words of its reply. */
async function ask<C extends Contract>(contract: C, input: CallOf<C>, who: Person): Promise<ReplyOf<C>> {
  const { params = {}, body } = input as { params?: Record<string, string>; body?: object }
  const url = server.url + contract.path.replace(/:(\w+)/g, (_, name) => params[name]!)
  const json = body && { 'content-type': 'application/json' }
  const reply = await fetch(url, {
    method: contract.method,
    headers: { cookie: who.cookie, origin: server.url, 'x-meydan': '1', ...json },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(reply.status, await reply.clone().text()).toBe(200)
  return (await reply.json()) as ReplyOf<C>
}

/** Opens a socket in the room and keeps every packet that comes in. */
async function listen(who: Person): Promise<string[]> {
  const socket: Socket = io(server.url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie: who.cookie, origin: server.url },
  })
  onTestFinished(() => void socket.disconnect())
  const packets: string[] = []
  await new Promise((resolve) => socket.once('connect', () => resolve(null)))
  socket.io.engine.on('packet', (packet: { data?: unknown }) => packets.push(String(packet.data)))
  await socket.timeout(5_000).emitWithAck('room:enter', room.at)
  return packets
}

const at = (vote: VoteView) => ({ ...room.at, voteId: vote.id })
const dots = (who: Person, vote: VoteView, label: string, n: number) =>
  ask(castDots, { params: at(vote), body: { optionId: room.option(vote, label), dots: n } }, who)

async function allSee(except: Person): Promise<string> {
  const others = Object.values(people).filter((who) => who !== except)
  const replies = await Promise.all(others.map((who) => ask(listVotes, { params: room.at }, who)))
  return JSON.stringify(replies.map(({ votes }) => votes))
}

test('two different ballots leave everybody else with the same bytes, as long as the vote is open', async () => {
  const tableId = await room.table(people.laptop, { civil: 3 }, [people.laptop])
  const vote = await room.make({ mostPerOption: 3 })
  const clauses = await room.make({ kind: 'positions' })
  const say = (position: 'agree' | 'object', reason: string) => {
    const body = { optionId: room.option(clauses, 'Work'), position, reason }
    return ask(castPosition, { params: at(clauses), body }, people.ayse)
  }
  await dots(people.ayse, vote, 'Water', 1)
  await say('agree', 'A reason nobody reads')
  const first = await allSee(people.ayse)
  await dots(people.ayse, vote, 'Water', 0)
  await dots(people.ayse, vote, 'School', 3)
  await say('object', 'Another reason')
  expect(await allSee(people.ayse)).toBe(first)
  expect(first).not.toContain('reason nobody reads')

  const proxyId = crypto.randomUUID()
  const enter = (label: string) => {
    const body = { tableId, side: 'civil' as const, people: 1, dots: { [room.option(vote, label)]: 1 } }
    return ask(castProxy, { params: { ...at(vote), proxyId }, body }, people.laptop)
  }
  await enter('Water')
  const before = await allSee(people.laptop)
  await enter('Work')
  expect(await allSee(people.laptop)).toBe(before)
})

test('after the close there are sums and words; no reply, push, log line or row says whose', async () => {
  const packets = await Promise.all(Object.values(people).map((who) => listen(who)))
  const vote = await room.make({ kind: 'positions' })
  const reasons = { ayse: 'Çocuklar için önemli', mehmet: 'Bütçe yok' }
  const option = room.option(vote, 'Water')
  for (const name of ['ayse', 'mehmet'] as const) {
    const body = { optionId: option, position: name === 'ayse' ? ('agree' as const) : ('object' as const) }
    await ask(castPosition, { params: at(vote), body: { ...body, reason: reasons[name] } }, people[name])
  }
  const voters = [people.ayse, people.mehmet].flatMap(({ seatId, me }) => [seatId, me.id, me.name])
  await ask(closeVote, { params: at(vote) }, people.organiser)
  await until(() => packets.every((list) => list.some((packet) => packet.includes('"votes"'))), {
    what: 'everybody is told',
  })

  const replies = await allSee(people.laptop)
  expect(replies).toContain(reasons.ayse)
  for (const word of voters) expect(replies).not.toContain(word)

  const pushes = packets.flat().filter((packet) => packet.includes('room:topic'))
  const push = `2["room:topic",${JSON.stringify({ ...room.at, topic: 'votes' })}]`
  expect(new Set(pushes)).toEqual(new Set([push]))
  for (const word of [option, vote.id, reasons.ayse]) expect(packets.flat().join('\n')).not.toContain(word)

  for (const word of [...Object.values(reasons), option, people.ayse.seatId, people.mehmet.seatId]) {
    expect(server.output()).not.toContain(word)
  }
  expect(await rowsHolding(api, reasons.ayse)).toEqual(['vote_reason'])
  const left = await api.db.selectFrom('ballot').selectAll().execute()
  expect(left.filter(({ voteId }) => voteId === vote.id)).toEqual([])
  const tables = await rowsHolding(api, people.ayse.seatId)
  expect(tables.filter((name) => /vote|ballot/.test(name))).toEqual([])
})

test('who gave which of two ballots can’t be told from the result', async () => {
  const { ayse } = people
  const fatma = await room.sit('civil', 'Fatma')
  const results: string[] = []
  for (const [one, other] of [
    [ayse, fatma],
    [fatma, ayse],
  ] as const) {
    const vote = await room.make()
    await dots(one, vote, 'Water', 1)
    await dots(other, vote, 'School', 1)
    const { vote: closed } = await ask(closeVote, { params: at(vote) }, people.organiser)
    results.push(JSON.stringify(closed.result!.options.map(({ optionId: _, ...sums }) => sums)))
  }
  expect(results[0]).toBe(results[1])
})
