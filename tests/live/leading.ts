import type { Database } from '@meydan/server/database/schema'
import type { MeetingCommand, MeetingView } from '@meydan/shared/contracts/meetings'
import { io, type Socket } from 'socket.io-client'
import { expect } from 'vitest'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

/** Promised: another leads within ten seconds. */
export const SOON = { timeout: 10_000 }

/** Tests run side by side, for each of them mostly waits; what they opened is closed together. */
export const opened: (() => unknown)[] = []

export async function closeOpened(): Promise<void> {
  for (const close of opened.reverse()) await close()
}

type Place = { url: string }

export type Heard = { socket: Socket; topics: string[] }

/** Somebody's page that has entered the room: its socket, and the topics it has heard of. */
export async function enter(place: Place, { roomId }: Story, actor: Actor): Promise<Heard> {
  const headers = { cookie: actor.cookie, origin: place.url }
  const socket = io(place.url, { transports: ['websocket'], forceNew: true, extraHeaders: headers })
  opened.push(() => socket.disconnect())
  const topics: string[] = []
  socket.on('room:topic', ({ topic }: { topic: string }) => topics.push(topic))
  const answer = await socket.timeout(5_000).emitWithAck('room:enter', { roomId })
  expect(answer).toMatchObject({ ok: true })
  return { socket, topics }
}

async function ask<T>(place: Place, actor: Actor, path: string, body?: object): Promise<T> {
  const reply = await fetch(place.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { cookie: actor.cookie, origin: place.url, 'content-type': 'application/json', 'x-meydan': '1' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return reply.json() as Promise<T>
}

export async function direct(place: Place, story: Story, actor: Actor, meeting: MeetingView, command: MeetingCommand) {
  const path = `/api/rooms/${story.roomId}/meetings/${meeting.id}/commands`
  return (await ask<{ meeting: MeetingView }>(place, actor, path, { command, version: meeting.version })).meeting
}

export async function current(place: Place, story: Story, actor: Actor): Promise<MeetingView> {
  return (await ask<{ meeting: MeetingView }>(place, actor, `/api/rooms/${story.roomId}/meeting`)).meeting
}

/** A room with two facilitators, and its meeting, not started yet. */
export async function twoFacilitators(place: Place, db: Database) {
  const story = await consultationRoom(db)
  await db.updateTable('seat').set({ role: 'facilitator' }).where('id', '=', story.expert.seatId).execute()
  const path = `/api/rooms/${story.roomId}/meetings`
  const body = { title: 'Buluşma', template: 'needs' }
  const { meeting } = await ask<{ meeting: MeetingView }>(place, story.facilitator, path, body)
  return { story, zeynep: story.facilitator, ayla: story.expert, meeting }
}

/** The leader's node has said for longer than it takes to be replaced that the leader is there. */
export async function seenAgain(db: Database, { id }: MeetingView): Promise<void> {
  await until(
    async () => {
      const meeting = db.selectFrom('meeting').select(['openedAt', 'leaderSeenAt']).where('id', '=', id)
      const { openedAt, leaderSeenAt } = await meeting.executeTakeFirstOrThrow()
      return leaderSeenAt!.getTime() > openedAt!.getTime() + 8_000
    },
    { timeout: 20_000 },
  )
}
