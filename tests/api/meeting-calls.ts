import {
  createMeeting,
  directMeeting,
  type MeetingCommand,
  type MeetingView,
  readCurrentMeeting,
} from '@meydan/shared/contracts/meetings'
import { expect } from 'vitest'
import type { Api } from './api.ts'
import { aGuest, aLink, aRoom, aWorkshop, type Person } from './stories.ts'

type Given = { stepId?: string; seconds?: number; version?: number; by?: Person }

/** Meetings of a workshop as those who lead them plan and lead them: the organiser, unless told otherwise. */
export async function meetingCalls(api: Api) {
  const workshop = await aWorkshop(api)
  const { organiser } = workshop
  const link = await aLink(api, organiser, workshop.room.id, { role: 'facilitator' })
  /** Leads the workshop's first room as well. */
  const other = await aGuest(api, link.token, 'Berat', workshop.host)

  async function newRoom() {
    const { room, boardId } = await aRoom(api, organiser, workshop.programme.id)
    return { roomId: room.id, boardId }
  }

  async function plan(roomId: string, template: string | null = 'needs') {
    const body = { title: 'Buluşma', template: template as 'needs' | null }
    return (await api.call(createMeeting, { params: { roomId }, body }, organiser)).meeting
  }

  function send(roomId: string, meeting: MeetingView, command: MeetingCommand, given: Given = {}) {
    const { by = organiser, version = meeting.version, ...rest } = given
    const params = { roomId, meetingId: meeting.id }
    return api.send(directMeeting, { params, body: { command, version, ...rest } }, by)
  }

  async function direct(roomId: string, meeting: MeetingView, command: MeetingCommand, given: Given = {}) {
    const response = await send(roomId, meeting, command, given)
    expect(response.statusCode, response.body).toBe(200)
    return response.json<{ meeting: MeetingView; now: string }>().meeting
  }

  async function opened(template: string | null = 'needs') {
    const { roomId } = await newRoom()
    return { roomId, meeting: await direct(roomId, await plan(roomId, template), 'start') }
  }

  const current = (roomId: string) => api.call(readCurrentMeeting, { params: { roomId } }, organiser)
  return { workshop, organiser, other, newRoom, plan, send, direct, opened, current }
}
