import { addStep, createMeeting, directMeeting, type MeetingCommand } from '@meydan/shared/contracts/meetings'
import { closeVote, castPosition, type VoteView } from '@meydan/shared/contracts/votes'
import { Board } from '@meydan/shared/documents/board/board'
import { editDocument } from '@meydan/server/sync/history/edit-document'
import type { Api } from './api.ts'
import { aWorkshop, type Person } from './stories.ts'
import { aVotingRoom, type Voter } from './voting.ts'

/** A room with a meeting that can be led, voted in, written in and attended, as the summary's tests need it. */
export async function aMeetingToSum(api: Api) {
  const workshop = await aWorkshop(api)
  const room = await aVotingRoom(api, workshop)
  const { organiser, at } = room
  const { meeting } = await api.call(
    createMeeting,
    { params: at, body: { title: 'Ortak toplantı', place: 'Gaziantep' } },
    organiser,
  )
  const params = { ...at, meetingId: meeting.id }

  const step = async (mode: 'write' | 'vote' | 'decide' | 'discuss', title: string) => {
    const body = { mode, title: { en: title, ar: `${title} بالعربية` }, minutes: 10 }
    const { meeting: now } = await api.call(addStep, { params, body }, organiser)
    return now.steps.at(-1)!.id
  }
  const direct = async (command: MeetingCommand) => {
    const { version } = await api.db
      .selectFrom('meeting')
      .select('version')
      .where('id', '=', meeting.id)
      .executeTakeFirstOrThrow()
    await api.call(directMeeting, { params, body: { command, version } }, organiser)
  }
  /** Seen in the room in so many minutes of the meeting. */
  const seen = async (who: { seatId: string }, minutes: number) => {
    if (minutes === 0) return
    await api.db
      .insertInto('meetingMinute')
      .values(
        Array.from({ length: minutes }, (_, index) => ({
          meetingId: meeting.id,
          seatId: who.seatId,
          minute: new Date(1_700_000_000_000 + index * 60_000),
        })),
      )
      .execute()
  }
  const lasted = async (minutes: number) => {
    const endedAt = new Date()
    const openedAt = new Date(endedAt.getTime() - minutes * 60_000)
    await api.db.updateTable('meeting').set({ openedAt, endedAt }).where('id', '=', meeting.id).execute()
  }
  const writes = (documentId: string, write: (board: Board) => void) =>
    editDocument(api.db, {
      documentId,
      seatId: null,
      write: (doc) => {
        write(new Board(doc))
        return new Map()
      },
    })
  const close = (vote: VoteView, by: Person = organiser) =>
    api.call(closeVote, { params: { ...at, voteId: vote.id } }, by)
  const say = (who: Voter, vote: VoteView, label: string, position: 'agree' | 'object' | 'abstain') =>
    api.call(
      castPosition,
      { params: { ...at, voteId: vote.id }, body: { optionId: room.option(vote, label), position } },
      who,
    )
  return { ...workshop, ...room, params, step, direct, seen, lasted, writes, close, say }
}
