import type { WaitingThing } from '@meydan/shared/contracts/follow-up'
import {
  markVisit,
  readHappenings,
  readNextMeetings,
  readProgrammeHome,
  readRoomHome,
} from '@meydan/shared/contracts/room-home'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { DocumentEvents } from './document-events.ts'
import { happeningsFor } from './happenings.ts'
import { openThings, roomsOf } from './home.ts'
import { meetingsAround, nextMeetings } from './meetings.ts'
import { lastVisitEnd, noteVisit } from './visits.ts'

export type RoomHomeDeps = {
  db: Database
  clock: Clock
  config: Pick<Config, 'timeZone'>
  /** What waits for somebody in all their rooms, the most urgent first. */
  waitingFor: (personId: string) => Promise<{ things: WaitingThing[] }>
}

export function roomHomeRoutes(mount: Mount, { db, clock, config, waitingFor }: RoomHomeDeps): void {
  const documents = new DocumentEvents()

  mount(markVisit, async ({ params: { roomId }, body, identity: { personId } }) => {
    await noteVisit(db, { roomId, personId, ...body, now: clock() })
    return {}
  })

  mount(readHappenings, ({ params: { roomId }, query, identity: { personId } }) =>
    happeningsFor(db, documents, { roomId, personId, query, now: clock() }),
  )

  mount(readRoomHome, async ({ params: { roomId }, seat }) => {
    const now = clock()
    const { personId } = seat
    const since = await lastVisitEnd(db, { roomId, personId, now })
    const { things } = await waitingFor(personId)
    return {
      now: now.toISOString(),
      today: dayIn(config.timeZone, now),
      ...(await meetingsAround(db, roomId, now)),
      waiting: things.filter((thing) => thing.roomId === roomId),
      ...(await openThings(db, { seat, since })),
    }
  })

  mount(readNextMeetings, async ({ identity: { personId } }) => {
    const now = clock()
    return { now: now.toISOString(), meetings: await nextMeetings(db, { now, rooms: { personId } }) }
  })

  mount(readProgrammeHome, async ({ params: { programmeId } }) => {
    const now = clock()
    const meetings = await nextMeetings(db, { now, rooms: { programmeId } })
    return {
      now: now.toISOString(),
      meetings: meetings.map(({ programmeName: _, ...meeting }) => meeting),
      rooms: await roomsOf(db, programmeId),
    }
  })
}
