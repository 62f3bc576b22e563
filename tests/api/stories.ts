import { createInvitation, type Invitation, redeemInvitation } from '@meydan/shared/contracts/invites'
import { createProgramme, type NewOrganisation } from '@meydan/shared/contracts/programmes'
import { createRoom } from '@meydan/shared/contracts/rooms'
import { acceptAccountLink, createAccountLink, type Me, readSession } from '@meydan/shared/contracts/session'
import type { SeatRole } from '@meydan/shared/words'
import { type Api, cookieOf } from './api.ts'

export const PASSWORD = 'tulum peyniri ve yufka'

export type Person = { cookie: string; me: Me }

export function ngo(name: string): NewOrganisation {
  return { name, kind: 'association', side: 'civil', city: null, fields: [], languages: [] }
}

export function municipality(name: string): NewOrganisation {
  return { name, kind: 'municipality', side: 'public', city: null, fields: [], languages: [] }
}

export async function setUpByLink(api: Api, token: string, name: string, email: string): Promise<Person> {
  const body = { token, name, email, password: PASSWORD, language: 'en' as const }
  const response = await api.send(acceptAccountLink, { body })
  if (response.statusCode !== 200) throw new Error(response.body)
  return { cookie: cookieOf(response), me: response.json().me }
}

export async function anAdministrator(api: Api): Promise<Person> {
  const token = await api.firstLink()
  if (!token) throw new Error('There is an administrator already')
  return setUpByLink(api, token, 'Ada Yönetici', 'ada@example.org')
}

export async function anOrganiser(api: Api, administrator: Person, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`
  const { link } = await api.call(createAccountLink, { body: { name, email } }, administrator)
  return setUpByLink(api, link.token, name, email)
}

export async function aProgramme(api: Api, organiser: Person, hostName = 'KADEM') {
  const body = { name: 'Komşuluk', host: ngo(hostName) }
  return (await api.call(createProgramme, { body }, organiser)).programme
}

export async function aRoom(api: Api, organiser: Person, programmeId: string, audience?: 'joint' | 'civil' | 'public') {
  const body = { name: 'Ortak oda', language: 'tr' as const, boardTitle: 'Pano', template: 'needs' as const, audience }
  return api.call(createRoom, { params: { programmeId }, body }, organiser)
}

export async function aLink(
  api: Api,
  facilitator: Person,
  roomId: string,
  given: { role?: SeatRole; maxUses?: number; organisationId?: string | null; label?: string } = {},
): Promise<Invitation> {
  const { role = 'participant', maxUses = 50, ...rest } = given
  const named = role === 'facilitator' || role === 'expert'
  const body = { role, expiresInHours: 24, maxUses: named ? 1 : maxUses, ...(named && { label: 'Someone' }), ...rest }
  return (await api.call(createInvitation, { params: { roomId }, body }, facilitator)).invitation
}

export function arrival(token: string, name: string, organisation: { id: string } | { add: NewOrganisation }) {
  return { body: { token, name, language: 'tr' as const, organisation } }
}

/** Somebody without an account takes a seat by a link. */
export async function aGuest(
  api: Api,
  token: string,
  name: string,
  organisation: { id: string } | { add: NewOrganisation },
): Promise<Person> {
  const response = await api.send(redeemInvitation, arrival(token, name, organisation))
  if (response.statusCode !== 200) throw new Error(response.body)
  const cookie = cookieOf(response)
  const { me } = await api.call(readSession, {}, { cookie })
  return { cookie, me: me! }
}

/** One of each: what most tests start from. */
export async function aWorkshop(api: Api) {
  const administrator = await anAdministrator(api)
  const organiser = await anOrganiser(api, administrator, 'Defne Uysal')
  const programme = await aProgramme(api, organiser)
  const { room, boardId } = await aRoom(api, organiser, programme.id)
  const link = await aLink(api, organiser, room.id)
  return { administrator, organiser, programme, room, boardId, link, host: { id: programme.hostOrganisationId } }
}
