import * as answers from '@meydan/shared/contracts/answers'
import * as arrivals from '@meydan/shared/contracts/arrivals'
import * as boardPdf from '@meydan/shared/contracts/board-pdf'
import * as boardTemplates from '@meydan/shared/contracts/board-templates'
import * as decisions from '@meydan/shared/contracts/decisions'
import * as followUp from '@meydan/shared/contracts/follow-up'
import * as history from '@meydan/shared/contracts/history'
import * as images from '@meydan/shared/contracts/images'
import * as invites from '@meydan/shared/contracts/invites'
import * as mailbox from '@meydan/shared/contracts/mailbox'
import * as meetingCalendar from '@meydan/shared/contracts/meeting-calendar'
import * as meetings from '@meydan/shared/contracts/meetings'
import * as minutes from '@meydan/shared/contracts/minutes'
import * as monitoring from '@meydan/shared/contracts/monitoring'
import * as named from '@meydan/shared/contracts/named'
import * as notifications from '@meydan/shared/contracts/notifications'
import * as planPdf from '@meydan/shared/contracts/plan-pdf'
import * as plans from '@meydan/shared/contracts/plans'
import * as programmes from '@meydan/shared/contracts/programmes'
import * as push from '@meydan/shared/contracts/push'
import * as sharedLinks from '@meydan/shared/contracts/shared-links'
import * as questions from '@meydan/shared/contracts/questions'
import * as roomHome from '@meydan/shared/contracts/room-home'
import * as rooms from '@meydan/shared/contracts/rooms'
import * as search from '@meydan/shared/contracts/search'
import * as session from '@meydan/shared/contracts/session'
import * as signing from '@meydan/shared/contracts/signing'
import * as stage from '@meydan/shared/contracts/stage'
import * as summary from '@meydan/shared/contracts/summary'
import * as threads from '@meydan/shared/contracts/threads'
import * as votes from '@meydan/shared/contracts/votes'
import * as writing from '@meydan/shared/contracts/writing'
import * as tables from '@meydan/shared/contracts/tables'
import * as voice from '@meydan/shared/contracts/voice'
import type { Contract } from '@meydan/shared/contracts/contract'
import type { Permission } from '@meydan/shared/permissions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aGuest, aLink, anOrganiser, aProgramme, aRoom, aWorkshop, ngo } from './stories.ts'

const modules = [
  answers,
  arrivals,
  session,
  programmes,
  rooms,
  invites,
  history,
  images,
  boardPdf,
  boardTemplates,
  mailbox,
  meetingCalendar,
  meetings,
  minutes,
  named,
  notifications,
  votes,
  writing,
  tables,
  signing,
  stage,
  voice,
  decisions,
  push,
  sharedLinks,
  search,
  threads,
  questions,
  summary,
  planPdf,
  plans,
  monitoring,
  followUp,
  roomHome,
]
const contracts = modules.flatMap((module) =>
  Object.entries(module).filter((entry): entry is [string, Contract] => isContract(entry[1])),
)

const actors = [
  'anonymous',
  'guestElsewhere',
  'observer',
  'participant',
  'expert',
  'facilitator',
  'removed',
  'organiser',
  'organiserElsewhere',
  'administrator',
] as const
type Actor = (typeof actors)[number]

const seated: Actor[] = ['observer', 'participant', 'expert', 'facilitator', 'organiser']
const signedIn = actors.filter((actor) => actor !== 'anonymous')
const leading: Actor[] = ['facilitator', 'organiser']
const takingPart: Actor[] = ['participant', 'expert', 'facilitator', 'organiser']

/** Who may, written out once more by hand: the organiser has a facilitator's seat in the room they made. */
const may: Record<Permission, readonly Actor[]> = {
  public: actors,
  'self.edit': signedIn,
  'account.manage': ['administrator'],
  'programme.create': ['organiser', 'organiserElsewhere', 'administrator'],
  'programme.view': ['organiser'],
  'programme.edit': ['organiser'],
  'organisation.edit': ['organiser'],
  'room.create': ['organiser'],
  'room.view': seated,
  'room.edit': leading,
  'invitation.manage': leading,
  'seat.remove': leading,
  'presence.show': seated,
  'document.read': seated,
  'document.write': takingPart,
  'plan.write': takingPart,
  'minutes.write': takingPart,
  'clause.speak': ['participant'],
  'link.manage': leading,
  'board.lock': leading,
  'meeting.view': seated,
  'meeting.lead': leading,
  'attendance.correct': leading,
  'note.draft': takingPart,
  'vote.view': seated,
  'vote.manage': leading,
  'vote.cast': ['participant', 'expert'],
  'vote.proxy': ['participant', 'facilitator', 'organiser'],
  'table.view': seated,
  'table.manage': leading,
  'voice.view': seated,
  'voice.use': takingPart,
  'voice.moderate': leading,
  'question.view': seated,
  'question.ask': takingPart,
  'question.answer': ['expert', 'facilitator', 'organiser'],
  'stage.view': seated,
  'stage.direct': leading,
  'meeting.reply': takingPart,
  'thread.view': seated,
  'thread.write': takingPart,
  'thread.moderate': leading,
  'decision.view': seated,
  'decision.propose': ['participant', 'facilitator', 'organiser'],
  'decision.speak': ['participant'],
  'decision.record': leading,
  'arrival.decide': leading,
  'answer.view': seated,
  'answer.ask': ['participant', 'facilitator', 'organiser'],
  'answer.give': takingPart,
  'answer.record': leading,
  'signing.view': seated,
  'signing.open': leading,
  'signing.sign': takingPart,
  'monitoring.view': seated,
  'history.read': seated,
  'history.restore': leading,
  'record.restore': takingPart,
  'ownText.erase': seated,
  'text.erase': ['organiser'],
}

/** How everybody else is turned away. */
function expectedRefusal(contract: Contract, actor: Actor): [number, string] {
  if (actor === 'anonymous') return [401, 'signed_out']
  if (contract.path.includes(':roomId')) {
    if (actor === 'removed') return [403, 'seat_revoked']
    return seated.includes(actor) ? [403, 'forbidden'] : [404, 'not_found']
  }
  if (contract.path.includes(':programmeId')) return seated.includes(actor) ? [403, 'forbidden'] : [404, 'not_found']
  return [403, 'forbidden']
}

let api: Api
let ids: Record<string, string>
const cookies = {} as Record<Actor, string | undefined>

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  const { administrator, organiser, programme, room, host } = await aWorkshop(api)
  const other = await anOrganiser(api, administrator, 'Other Organiser')
  const otherProgramme = await aProgramme(api, other, 'Another Host')
  const otherRoom = (await aRoom(api, other, otherProgramme.id)).room
  for (const role of ['observer', 'participant', 'expert', 'facilitator'] as const) {
    const link = await aLink(api, organiser, room.id, { role })
    cookies[role] = (await aGuest(api, link.token, `The ${role}`, host)).cookie
  }
  const elsewhere = await aLink(api, other, otherRoom.id)
  const guest = await aGuest(api, elsewhere.token, 'Somewhere Else', { add: ngo('Elsewhere') })
  const link = await aLink(api, organiser, room.id)
  const removed = await aGuest(api, link.token, 'Shown Out', host)
  const seat = await api.db.selectFrom('seat').select('id').where('personId', '=', removed.me.id).executeTakeFirst()
  await api.call(rooms.removeSeat, { params: { roomId: room.id, seatId: seat!.id } }, organiser)
  Object.assign(cookies, {
    anonymous: undefined,
    guestElsewhere: guest.cookie,
    removed: removed.cookie,
    organiser: organiser.cookie,
    organiserElsewhere: other.cookie,
    administrator: administrator.cookie,
  })
  // A programme that publishes no answers has no public page, for nobody.
  await api.db.updateTable('programme').set({ publishesAnswers: true }).where('id', '=', programme.id).execute()
  ids = { programmeId: programme.id, roomId: room.id }
})
afterAll(() => api.close())

describe.each(contracts)('%s', (_name, contract) => {
  for (const actor of actors) {
    const allowed = may[contract.needs].includes(actor)
    test(`${contract.needs}: ${actor} ${allowed ? 'may' : 'may not'}`, async () => {
      // Signing out would leave the later tests without their actor.
      const cookie = contract === (session.signOut as Contract) ? undefined : cookies[actor]
      const response = await send(contract, cookie)
      if (allowed) {
        expect([401, 403], response.body).not.toContain(response.statusCode)
        // Only ids below the room or programme are unknown here; the guard itself let them through.
        if (response.statusCode === 404) expect(Object.keys(paramsOf(contract)).some((key) => !(key in ids))).toBe(true)
      } else {
        expect(refusal(response)).toEqual(expectedRefusal(contract, actor))
      }
    })
  }
})

test('nothing is said about a body before its sender may send it', async () => {
  const headers = { 'content-type': 'application/json' }
  for (const [name, contract] of contracts.filter(([, { needs, body }]) => body && needs !== 'public')) {
    const url = pathOf(contract)
    const own = { host: 'meydan.test', origin: 'http://meydan.test', 'x-meydan': '1', ...headers }
    const response = await api.app.inject({ method: contract.method, url, headers: own, payload: '{ not json' })
    expect(refusal(response), name).toEqual([401, 'signed_out'])
  }
})

test('the description lists every contract with what it needs, and nothing is served that it does not list', async () => {
  const response = await api.app.inject({ url: '/api/openapi.json', headers: { host: 'meydan.test' } })
  const { paths, openapi } = response.json()
  expect(openapi).toBe('3.1.0')
  const described = Object.entries<Record<string, { 'x-needs'?: string; summary: string }>>(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-needs': needs, summary }]) => ({ path, method, needs, summary })),
  )
  const stated = contracts.map(([, { path, method, needs, summary }]) => ({
    path: path.replace(/:(\w+)/g, '{$1}'),
    method: method.toLowerCase(),
    needs,
    summary,
  }))
  const unstated = described.filter(({ needs }) => needs === undefined).map(({ path }) => path)
  expect(described.filter(({ needs }) => needs !== undefined)).toEqual(expect.arrayContaining(stated))
  expect(described).toHaveLength(stated.length + unstated.length)
  expect(unstated.sort()).toEqual(['/api/openapi.json', '/healthz', '/readyz'])
  const served = api.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .filter((line) => /\((?!HEAD\))/.test(line))
  expect(served.length).toBeGreaterThan(20)
})

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'needs' in value && 'path' in value
}

function paramsOf(contract: Contract): Record<string, string> {
  const names = [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  // What isn't an id is one of a few words.
  const words: Record<string, string> = { sign: 'agree' }
  return Object.fromEntries(names.map((name) => [name, ids[name] ?? words[name] ?? crypto.randomUUID()]))
}

function pathOf(contract: Contract): string {
  const params = paramsOf(contract)
  return contract.path.replace(/:(\w+)/g, (_, name) => params[name]!)
}

/** With an empty body: who may gets as far as its validation, who may not must never get there. */
function send(contract: Contract, cookie: string | undefined) {
  const own = { host: 'meydan.test', origin: 'http://meydan.test', 'x-meydan': '1' }
  const headers = { ...own, ...(cookie && { cookie }) }
  return api.app.inject({
    method: contract.method,
    url: pathOf(contract),
    headers,
    ...(contract.body && { payload: {} }),
  })
}
