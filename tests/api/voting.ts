import { castDots, createVote, listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import type { CallOf } from '@meydan/shared/contracts/contract'
import type { NewOrganisation } from '@meydan/shared/contracts/programmes'
import { removeSeat } from '@meydan/shared/contracts/rooms'
import type { SeatRole, Side } from '@meydan/shared/words'
import type { Api } from './api.ts'
import { aGuest, aLink, aRoom, type aWorkshop, municipality, ngo, type Person } from './stories.ts'

export type Voter = Person & { seatId: string; name: string }
type Workshop = Awaited<ReturnType<typeof aWorkshop>>
type VoteBody = CallOf<typeof createVote>['body']

function donor(name: string): NewOrganisation {
  return { ...ngo(name), kind: 'donor', side: 'neutral' }
}

/** A room of one's own in a programme, and how people of both sides come into it and vote. */
export async function aVotingRoom(api: Api, { organiser, programme }: Workshop) {
  const { room, boardId } = await aRoom(api, organiser, programme.id)
  const at = { roomId: room.id }
  let count = 0
  const organisations = new Map<string, { id: string }>()

  const sit = async (side: Side, name: string, role: SeatRole = 'participant', organisation = `${side} body`) => {
    const key = `${organisation} ${room.id}`
    const known = organisations.get(key)
    const made = side === 'public' ? municipality(key) : side === 'civil' ? ngo(key) : donor(key)
    const link = await aLink(api, organiser, room.id, { role })
    const person = await aGuest(api, link.token, `${name} ${(count += 1)}`, known ?? { add: made })
    const seat = await api.db
      .selectFrom('seat')
      .select(['id', 'organisationId'])
      .where('personId', '=', person.me.id)
      .executeTakeFirstOrThrow()
    organisations.set(key, { id: seat.organisationId })
    return { ...person, seatId: seat.id, name } satisfies Voter
  }

  const make = async (body: Partial<VoteBody> & { on?: string[] } = {}, by: Person = organiser): Promise<VoteView> => {
    const { on = ['Water', 'School', 'Work'], ...rest } = body
    const options = on.map((label) => ({ recordId: `record ${label}`, recordType: 'note' as const, label }))
    const full: VoteBody = {
      title: 'What comes first?',
      kind: 'dots',
      documentId: boardId,
      options,
      open: true,
      ...rest,
    }
    return (await api.call(createVote, { params: at, body: full }, by)).vote
  }

  const option = (vote: VoteView, label: string) => vote.options.find((one) => one.label === label)!.id
  const dots = (who: Person, vote: VoteView, label: string, n: number) =>
    api.send(castDots, { params: { ...at, voteId: vote.id }, body: { optionId: option(vote, label), dots: n } }, who)
  const give = async (who: Person, vote: VoteView, label: string, n: number): Promise<VoteView> => {
    const response = await dots(who, vote, label, n)
    if (response.statusCode !== 200) throw new Error(response.body)
    return response.json().vote
  }
  const see = async (who: Person, vote: VoteView): Promise<VoteView> => {
    const { votes } = await api.call(listVotes, { params: at }, who)
    return votes.find(({ id }) => id === vote.id)!
  }
  const showOut = (who: Voter) => api.call(removeSeat, { params: { ...at, seatId: who.seatId } }, organiser)

  /** A table with one laptop, and so many around it. */
  const table = async (laptop: Voter | null, headcount: Partial<Record<Side, number>>, people: Voter[] = []) => {
    const { id } = await api.db
      .insertInto('roomTable')
      .values({
        roomId: room.id,
        number: 1,
        name: 'Table 1',
        laptopSeatId: laptop?.seatId ?? null,
        headcount: JSON.stringify({ civil: 0, public: 0, neutral: 0, ...headcount }),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const { seatId } of people) await api.db.insertInto('tableSeat').values({ tableId: id, seatId }).execute()
    return id
  }
  return { at, room, boardId, organiser, sit, make, option, dots, give, see, showOut, table }
}
export type VotingRoom = Awaited<ReturnType<typeof aVotingRoom>>

/** The sums of a result by option label: what each side gave. */
export function sums(vote: VoteView): Record<string, [civil: number, publicSide: number, neutral: number]> {
  const labels = new Map(vote.options.map(({ id, label }) => [id, label]))
  return Object.fromEntries(
    vote.result!.options.map(({ optionId, dots }) => [labels.get(optionId)!, [dots.civil, dots.public, dots.neutral]]),
  )
}
