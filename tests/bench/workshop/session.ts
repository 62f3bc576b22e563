import { setTimeout as wait } from 'node:timers/promises'
import { closeVote, type VoteView } from '@meydan/shared/contracts/votes'
import { putDraft } from '@meydan/shared/contracts/writing'
import { randomFrom } from '../../support/seed.ts'
import { until } from '../../support/until.ts'
import { usage } from '../cores.ts'
import { percentile } from '../figures.ts'
import { keepPointing, type Person } from './person.ts'
import { aMeeting, aRoom, compare, type Figures, type Measured, openVote, type Setting, startNode } from './place.ts'
import { Voter } from './voter.ts'

const PEOPLE = 60
const POINTING_PER_SECOND = 10
const NOTES_EACH = 3
/** Each note is sent as it grows. */
const KEYS_EACH = 4
const PRESSES_EACH = 8

/** Sixty people in one room on one node, all pointers moving: private writing, its reveal, a vote and its close. */
export async function session(setting: Setting): Promise<Measured[]> {
  const node = await startNode(setting)
  try {
    const { people, leader } = await aRoom([node], setting.stores, setting.quick ? PEOPLE / 4 : PEOPLE)
    await Promise.all([leader, ...people].map((person) => person.enter()))
    const { command, stepOf } = await aMeeting(leader)
    const stop = keepPointing(people, POINTING_PER_SECOND)
    await loopDelay(node.url)
    const used = usage(node.subject.cpu)
    await command('start')
    const written = await write(people, stepOf('write'), setting.quick ? 4_000 : 20_000)
    const writing = { ...written, loopP99: await loopDelay(node.url) }
    const shown = { ...(await reveal(people, command)), loopP99: await loopDelay(node.url) }
    await command('next')
    const voted = { ...(await vote(people, leader, setting.quick)), loopP99: await loopDelay(node.url) }
    const { serverCpu, generatorCpu } = used()
    stop()
    for (const person of [leader, ...people]) person.close()
    const load = { serverCpu, generatorCpu }
    return [
      { variant: 'private writing', figures: { ...writing, ...load } },
      { variant: 'reveal', figures: shown },
      { variant: 'vote and its close', figures: voted },
    ]
  } finally {
    await node.subject.stop()
  }
}

/** The event loop's p99 since it was asked last, ms. */
async function loopDelay(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^eventloop_delay_p99_seconds(?:\{[^}]*\})? (\S+)/m.exec(text)![1]) * 1_000
}

/** Everybody writes their notes, letter by letter, within a time. The last of each says who wrote it. */
async function write(people: readonly Person[], stepId: string, lastsMs: number): Promise<Figures> {
  const random = randomFrom(7)
  const waits: number[] = []
  const pause = lastsMs / (NOTES_EACH * KEYS_EACH)
  const all = people.map(async (person, index) => {
    await wait(random.below(pause))
    for (let n = 0; n < NOTES_EACH; n++) {
      const params = { roomId: person.room.roomId, stepId, noteId: crypto.randomUUID() }
      const text = `note ${n} of person-${index}- about what the neighbourhood lacks`
      for (let key = 1; key <= KEYS_EACH; key++) {
        const began = performance.now()
        const body = { text: text.slice(0, Math.ceil((text.length * key) / KEYS_EACH)) }
        await person.call(putDraft, { params, body })
        waits.push(performance.now() - began)
        await wait(Math.max(0, pause - (performance.now() - began)))
      }
    }
  })
  await Promise.all(all)
  return { draftP95: percentile(waits, 0.95), drafts: waits.length }
}

/** From the leader's press until all notes are in what each client received of the board, and until the push is there. */
async function reveal(people: readonly Person[], command: (name: 'next') => Promise<unknown>): Promise<Figures> {
  const seen = new Map<Person, number>()
  const wanted = people.map((_, index) => Buffer.from(`person-${index}-`))
  for (const person of people) {
    const missing = new Set(wanted)
    person.pushedAt.delete('writing')
    person.pointer.client.onUpdate = (update) => {
      const bytes = Buffer.from(update.buffer, update.byteOffset, update.byteLength)
      for (const words of missing) if (bytes.includes(words)) missing.delete(words)
      if (missing.size === 0 && !seen.has(person)) seen.set(person, performance.now())
    }
  }
  const began = performance.now()
  await command('next')
  const answered = performance.now()
  await until(() => people.every((person) => seen.has(person) && person.pushedAt.has('writing')), { timeout: 30_000 })
  const board = people.map((person) => seen.get(person)! - began)
  const both = people.map((person, index) => Math.max(board[index]!, person.pushedAt.get('writing')! - began))
  return {
    boardP95: percentile(board, 0.95),
    visibleP95: percentile(both, 0.95),
    visibleMax: Math.max(...both),
    answerMs: answered - began,
  }
}

async function vote(people: readonly Person[], leader: Person, quick: boolean): Promise<Figures> {
  const opened = await openVote(leader)
  const voters = people.map((person, index) => new Voter(person, opened, randomFrom(index)))
  const all = voters.map(async (voter, index) => {
    await wait(index * 10)
    for (let n = 0; n < (quick ? 3 : PRESSES_EACH); n++) {
      await voter.press()
      await wait(300)
    }
  })
  await Promise.all(all)
  const told = new Map<Person, { at: number; vote: VoteView }>()
  for (const person of people) {
    person.onFetched = (topic, reply) => {
      if (topic !== 'votes') return
      const vote = (reply as { votes: VoteView[] }).votes.find(({ id }) => id === opened.id)
      if (vote?.result && !told.has(person)) told.set(person, { at: performance.now(), vote })
    }
  }
  const began = performance.now()
  const params = { roomId: leader.room.roomId, voteId: opened.id }
  const { vote: closed } = await leader.call(closeVote, { params })
  await until(() => told.size === people.length, { timeout: 30_000 })
  const times = [...told.values()].map(({ at }) => at - began)
  const ballots = voters.map(({ ballot }) => ballot)
  const pressP95 = percentile(
    voters.flatMap(({ waits }) => waits),
    0.95,
  )
  return { resultP95: percentile(times, 0.95), resultMax: Math.max(...times), pressP95, ...compare(closed, ballots) }
}
