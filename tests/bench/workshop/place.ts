import { openDatabase } from '@meydan/server/database/connection'
import { addStep, createMeeting, directMeeting, type MeetingView } from '@meydan/shared/contracts/meetings'
import { createVote, listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { crowd } from '../../support/crowd.ts'
import { consultationRoom } from '../../support/stories.ts'
import { startSubject, type Stores, type Subject } from '../subjects.ts'
import { Person } from './person.ts'

export type Figures = Record<string, number>
export type Measured = { variant: string; figures: Figures }
export type Setting = { stores: Stores; redisUrl: string; quick: boolean }

export type Node = { subject: Subject; url: string }

/** A node on the first core. Several hear of each other by the run's Redis. */
export async function startNode({ stores, redisUrl }: Setting): Promise<Node> {
  process.env.REDIS_URL = redisUrl
  const subject = await startSubject('meydan', stores)
  const { origin } = subject.place({ document: '', cookie: '' }).headers
  return { subject, url: origin! }
}

/** A room with people of both sides, half and half, spread over the nodes; they are not there yet. */
export async function aRoom(nodes: readonly Node[], { databaseUrl }: Stores, count: number) {
  const { db, close } = openDatabase(databaseUrl)
  try {
    const story = await consultationRoom(db)
    // Whoever comes by a link is told who invites.
    await db
      .updateTable('organisation')
      .set({ isHost: true })
      .where('programmeId', '=', story.programmeId)
      .where('side', '=', 'neutral')
      .execute()
    const half = Math.ceil(count / 2)
    const cookies = [
      ...(await crowd(db, story, half)),
      ...(await crowd(db, { ...story, civil: story.public }, count - half)),
    ]
    const room = { roomId: story.roomId, boardId: story.boardId }
    const at = (index: number) => nodes[index % nodes.length]!.url
    const people = cookies.map((cookie, index) => new Person(at(index), cookie, room, index))
    const leader = new Person(nodes[0]!.url, story.facilitator.cookie, room, count)
    return { room, people, leader }
  } finally {
    await close()
  }
}

/** An open meeting of private writing, reveal and a vote, and how its leader goes on. */
export async function aMeeting(leader: Person) {
  const { roomId } = leader.room
  let { meeting }: { meeting: MeetingView } = await leader.call(createMeeting, {
    params: { roomId },
    body: { title: 'Bench' },
  })
  const params = { roomId, meetingId: meeting.id }
  for (const mode of ['write', 'reveal', 'vote'] as const) {
    const body = { mode, title: { en: mode }, minutes: 30 }
    meeting = (await leader.call(addStep, { params, body })).meeting
  }
  const command = async (name: 'start' | 'next') => {
    meeting = (await leader.call(directMeeting, { params, body: { command: name, version: meeting.version } })).meeting
    return meeting
  }
  const stepOf = (mode: string) => meeting.steps.find((step) => step.mode === mode)!.id
  return { command, stepOf }
}

export const BUDGET = 5
const OPTIONS = 12

/** A vote on a dozen options, open at once. */
export async function openVote(leader: Person): Promise<VoteView> {
  const options = Array.from({ length: OPTIONS }, (_, n) => {
    return { recordId: `option ${n}`, recordType: 'text' as const, label: `Option ${n}` }
  })
  const body = { title: 'Bench', kind: 'dots' as const, budget: BUDGET, mostPerOption: 2, options, open: true }
  return (await leader.call(createVote, { params: { roomId: leader.room.roomId }, body })).vote
}

export async function voteAs(person: Person, voteId: string): Promise<VoteView> {
  const { votes } = await person.call(listVotes, { params: { roomId: person.room.roomId } })
  return votes.find(({ id }) => id === voteId)!
}

/** Ballots that are not as their voters left them, and by how many dots the sums differ from theirs. */
export function compare(closed: VoteView, ballots: readonly ReadonlyMap<string, number>[]): Figures {
  let wrongDots = 0
  for (const { optionId, dots } of closed.result!.options) {
    const expected = ballots.reduce((sum, ballot) => sum + (ballot.get(optionId) ?? 0), 0)
    wrongDots += Math.abs(expected - dots.civil - dots.public - dots.neutral)
  }
  const { civil, public: publicSide, neutral } = closed.result!.voters
  const voted = ballots.filter((ballot) => ballot.size > 0).length
  return { wrongDots, wrongVoters: Math.abs(voted - civil - publicSide - neutral) }
}
