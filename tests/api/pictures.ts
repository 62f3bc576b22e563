import { type ImageView, readImage, uploadImage } from '@meydan/shared/contracts/images'
import type { LightMyRequestResponse } from 'fastify'
import sharp from 'sharp'
import type { Api } from './api.ts'
import { aGuest, aLink, anOrganiser, aProgramme, aRoom, aWorkshop, type Person } from './stories.ts'

/** A plain red picture, to be encoded as whatever a test needs. */
export function picture(width = 40, height = 20) {
  return sharp({ create: { width, height, channels: 3, background: { r: 200, g: 20, b: 20 } } })
}

type Sending = { roomId?: string; type?: string; headers?: Record<string, string> }

export type Pictures = Awaited<ReturnType<typeof picturesIn>>

/** A workshop, some people in its room, and how they send and see pictures there. */
export async function picturesIn(api: Api) {
  const { administrator, organiser, programme, room, host } = await aWorkshop(api)
  const guest = async (role: 'participant' | 'observer' | 'facilitator') =>
    aGuest(api, (await aLink(api, organiser, room.id, { role })).token, `The ${role}`, host)
  const people = {
    organiser,
    participant: await guest('participant'),
    observer: await guest('observer'),
    facilitator: await guest('facilitator'),
    outsider: await anOrganiser(api, administrator, 'Other Organiser'),
  }

  const send = (bytes: Buffer, person: Person | undefined, given: Sending = {}): Promise<LightMyRequestResponse> => {
    const { roomId = room.id, type = 'image/png', headers } = given
    const sent = { cookie: person?.cookie, headers: { 'content-type': type, ...headers } }
    return api.send(uploadImage, { params: { roomId }, body: bytes }, sent)
  }
  const keep = async (bytes: Buffer, person: Person = people.participant, given: Sending = {}): Promise<ImageView> => {
    const response = await send(bytes, person, given)
    if (response.statusCode !== 200) throw new Error(response.body)
    return response.json()
  }
  const read = (imageId: string, person?: Person, { roomId = room.id, headers = {} }: Omit<Sending, 'type'> = {}) =>
    api.send(readImage, { params: { roomId, imageId } }, { cookie: person?.cookie, headers })
  const otherRoom = async () => (await aRoom(api, organiser, programme.id)).room.id
  const strangersRoom = async () => {
    const elsewhere = await aProgramme(api, people.outsider, `Host ${crypto.randomUUID()}`)
    return (await aRoom(api, people.outsider, elsewhere.id)).room.id
  }
  return { roomId: room.id, people, send, keep, read, otherRoom, strangersRoom }
}
