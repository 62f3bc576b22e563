import { readCurrentMeeting } from '@meydan/shared/contracts/meetings'
import { closeVote } from '@meydan/shared/contracts/votes'
import { randomFrom } from '../../support/seed.ts'
import { percentile } from '../figures.ts'
import { keepPointing, type Person } from './person.ts'
import { aMeeting, aRoom, compare, type Measured, openVote, type Setting, startNode, voteAs } from './place.ts'
import { Voter } from './voter.ts'

const PEOPLE = 60
const PRESSES_EACH = 6

/** Half of sixty people are on a node that is killed in the middle of a vote, and go on by the other one. */
export async function killed(setting: Setting): Promise<Measured[]> {
  const nodes = [await startNode(setting), await startNode(setting)] as const
  try {
    const { people, leader } = await aRoom(nodes, setting.stores, setting.quick ? PEOPLE / 4 : PEOPLE)
    await Promise.all([leader, ...people].map((person) => person.enter()))
    const { command } = await aMeeting(leader)
    await command('start')
    const stop = keepPointing(people, 10)
    const opened = await openVote(leader)
    const before = await clockAt(people[1]!)
    const voters = people.map((person, index) => new Voter(person, opened, randomFrom(index)))
    let presses = 0
    let moved: Promise<number[]> | undefined
    const all = voters.map(async (voter) => {
      for (let n = 0; n < PRESSES_EACH; n++) {
        await voter.press()
        if (++presses === Math.floor((people.length * PRESSES_EACH) / 2)) moved = loseNode(nodes, people)
      }
    })
    await Promise.all(all)
    const moving = await moved!
    const after = await clockAt(people[1]!)
    let lostBallots = 0
    for (const { person, ballot } of voters) {
      const { mine } = await voteAs(person, opened.id)
      const kept = Object.entries(mine!.dots).filter(([, dots]) => dots > 0)
      if (kept.length !== ballot.size || kept.some(([id, dots]) => ballot.get(id) !== dots)) lostBallots += 1
    }
    const params = { roomId: leader.room.roomId, voteId: opened.id }
    const { vote: closed } = await leader.call(closeVote, { params })
    stop()
    for (const person of [leader, ...people]) person.close()
    const ballots = voters.map(({ ballot }) => ballot)
    const figures = {
      lostBallots,
      ...compare(closed, ballots),
      timerWrongMs: disagreement(before, after),
      backP95: percentile(moving, 0.95),
      backMax: Math.max(...moving),
    }
    return [{ variant: `${people.length} people, two nodes`, figures }]
  } finally {
    await Promise.all(nodes.map(({ subject }) => subject.kill()))
  }
}

/** Kills the second node; answers with how long each of its people took to be back, board and pushes. */
async function loseNode(nodes: readonly [{ url: string }, Awaited<ReturnType<typeof startNode>>], all: Person[]) {
  const [one, two] = nodes
  await two.subject.kill()
  const theirs = all.filter(({ url }) => url === two.url)
  const began = performance.now()
  return Promise.all(
    theirs.map(async (person) => {
      await person.moveTo(one.url)
      return performance.now() - began
    }),
  )
}

type Clock = { from: number; to: number; leftMs: number; endsAt: number }

async function clockAt(person: Person): Promise<Clock> {
  const from = performance.now()
  const { meeting, now } = await person.call(readCurrentMeeting, { params: { roomId: person.room.roomId } })
  const endsAt = Date.parse(meeting!.stepEndsAt!)
  return { from, to: performance.now(), leftMs: endsAt - Date.parse(now), endsAt }
}

/** How far two looks at one clock disagree, beyond what the asking took, ms. */
function disagreement(one: Clock, later: Clock): number {
  const passed = one.leftMs - later.leftMs
  const beyond = Math.max(later.from - one.to - passed, passed - (later.to - one.from), 0)
  return Math.max(beyond, Math.abs(later.endsAt - one.endsAt))
}
