import { addStep, createMeeting, directMeeting, type MeetingCommand } from '@meydan/shared/contracts/meetings'
import { readRoom } from '@meydan/shared/contracts/rooms'
import type { SeatRole } from '@meydan/shared/words'
import type { Api } from './api.ts'
import { aGuest, aLink, aWorkshop, municipality, ngo, type Person } from './stories.ts'

export type Seated = Person & { seatId: string }

/** A workshop with people of both sides, and a meeting of two steps that can be led. */
export async function aMeetingRoom(api: Api) {
  const workshop = await aWorkshop(api)
  // Whoever is of no side must not count for one.
  await api.db.updateTable('organisation').set({ side: 'neutral' }).where('id', '=', workshop.host.id).execute()
  const roomId = workshop.room.id
  const params = { roomId }
  const seatOf = async (person: Person) => (await api.call(readRoom, { params }, person)).room.mySeat.id

  async function sit(
    name: string,
    side: 'civil' | 'public' | 'neutral',
    role: SeatRole = 'participant',
  ): Promise<Seated> {
    const link = await aLink(api, workshop.organiser, roomId, { role })
    const own = { civil: ngo(`${name}’s association`), public: municipality(`${name}’s city`) }
    const person = await aGuest(api, link.token, name, side === 'neutral' ? workshop.host : { add: own[side] })
    return { ...person, seatId: await seatOf(person) }
  }

  const facilitator: Seated = { ...workshop.organiser, seatId: await seatOf(workshop.organiser) }

  async function aMeeting() {
    const { meeting } = await api.call(createMeeting, { params, body: { title: 'Toplantı' } }, facilitator)
    const at = { roomId, meetingId: meeting.id }
    for (const title of ['One', 'Two']) {
      await api.call(addStep, { params: at, body: { mode: 'discuss', title: { en: title }, minutes: 10 } }, facilitator)
    }
    let version = 1
    const command = async (name: MeetingCommand) => {
      const { meeting: now } = await api.call(
        directMeeting,
        { params: at, body: { command: name, version: await versionOf() } },
        facilitator,
      )
      version = now.version
      return now
    }
    const versionOf = async () => {
      const row = await api.db.selectFrom('meeting').select('version').where('id', '=', meeting.id).executeTakeFirst()
      return row?.version ?? version
    }
    return { id: meeting.id, command }
  }

  return { ...workshop, roomId, params, facilitator, sit, aMeeting }
}
