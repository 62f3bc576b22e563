import type { CallOf, Contract, ReplyOf } from '@meydan/shared/contracts/contract'
import { createInvitation, previewInvitation, redeemInvitation } from '@meydan/shared/contracts/invites'
import { createProgramme } from '@meydan/shared/contracts/programmes'
import { createRoom, readRoom } from '@meydan/shared/contracts/rooms'
import { acceptAccountLink } from '@meydan/shared/contracts/session'
import type { ErrorCode } from '@meydan/shared/errors'
import type { SeatRole, Side } from '@meydan/shared/words'
import { io, type Socket } from 'socket.io-client'
import { municipality, ngo } from '../api/stories.ts'
import { type SyncClient, syncClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { startTap, type Tap } from '../support/wiretap.ts'

type Node = { port: number }
type Answered<C extends Contract> = { code: null; reply: ReplyOf<C> } | { code: ErrorCode; reply: null }

/** Somebody with all that a browser has open, each on a line of their own that remembers what came. */
export class Client {
  readonly name: string
  readonly side: Side
  readonly organisation: string
  readonly tap: Tap
  /** The node they come to first. */
  readonly home: Node
  /** What was pushed to them, oldest first. */
  readonly topics: string[] = []
  seatId = ''
  roomId = ''
  boardId = ''
  /** The plenary board. */
  sync!: SyncClient
  /** How often a connection of theirs has been let into the room. */
  entered = 0
  #cookie = ''
  #socket: Socket | undefined

  constructor(tap: Tap, home: Node, who: Who) {
    this.tap = tap
    this.home = home
    this.name = who.name
    this.side = who.side
    this.organisation = who.organisation
  }

  /** Asks as our own page does; a refusal is an answer too. Throws where no answer comes. */
  async ask<C extends Contract>(contract: C, input: CallOf<C>): Promise<Answered<C>> {
    const { params = {}, body } = input as { params?: Record<string, string>; body?: object }
    const at: Record<string, string> = { roomId: this.roomId, ...params }
    const path = contract.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(at[name]!))
    const answer = await fetch(this.tap.url + path, {
      method: contract.method,
      headers: {
        ...{ cookie: this.#cookie, origin: this.tap.url, 'x-meydan': '1', 'accept-encoding': 'identity' },
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const given = answer.headers.getSetCookie().find((cookie) => /meydan=./.test(cookie))
    if (given) this.#cookie = given.split(';')[0]!
    const reply = (await answer.json()) as ReplyOf<C> & { code: ErrorCode }
    return answer.ok ? { code: null, reply } : { code: reply.code, reply: null }
  }

  /** The same where nothing but success will do. */
  async call<C extends Contract>(contract: C, input: CallOf<C>): Promise<ReplyOf<C>> {
    const { code, reply } = await this.ask(contract, input)
    if (code !== null) throw new Error(`${this.name}: ${contract.method} ${contract.path}: ${code}`)
    return reply
  }

  /** For what may be sent twice: asks until an answer comes, whichever node gives it. */
  async insist<C extends Contract>(contract: C, input: CallOf<C>): Promise<Answered<C>> {
    return until(() => this.ask(contract, input), { timeout: 30_000, every: 200, what: `${this.name} gets an answer` })
  }

  /** Opens the room: pushes, and the board. Both come back by themselves when their node is gone. */
  async enter(roomId: string, boardId: string): Promise<void> {
    this.roomId = roomId
    this.boardId = boardId
    const headers = { cookie: this.#cookie, origin: this.tap.url }
    const socket = io(this.tap.url, { transports: ['websocket'], forceNew: true, extraHeaders: headers })
    this.#socket = socket
    socket.on('connect', () => {
      socket.emit('room:enter', { roomId }, ({ ok }: { ok: boolean }) => {
        this.entered += Number(ok)
      })
    })
    socket.on('room:topic', ({ topic }: { topic: string }) => this.topics.push(topic))
    this.sync = this.open(boardId)
    await Promise.all([this.sync.synced(), until(() => this.entered === 1, { timeout: 30_000 })])
  }

  /** A vanilla sync client on a board; the caller destroys it. */
  open(documentId: string): SyncClient {
    return syncClient(this.tap, documentId, this.#cookie, { ack: true })
  }

  async leave(): Promise<void> {
    this.#socket?.disconnect()
    this.sync?.destroy()
    await this.tap.close()
  }
}

type Who = { name: string; side: Side; organisation: string; role: SeatRole }

const HOST = 'Kıyı Diyalog Merkezi'
const civil = { 'Göçmen Dayanışma Derneği': 6, 'جمعية الجسر': 5, 'Kadın Emeği Kooperatifi': 3 }
const publicSide = { 'Şahinbey Belediyesi': 5, 'İl Göç İdaresi': 3, 'Halk Eğitim Merkezi': 2 }

function guests(): Who[] {
  const of = (side: Side, organisations: Record<string, number>) =>
    Object.entries(organisations).flatMap(([organisation, count]) =>
      Array.from({ length: count }, (_, n): Who => {
        return { name: `${organisation.split(' ')[0]} ${n + 1}`, side, organisation, role: 'participant' }
      }),
    )
  return [
    ...of('civil', civil),
    ...of('public', publicSide),
    { name: 'Berat Koç', side: 'neutral', organisation: HOST, role: 'facilitator' },
    { name: 'Uzman Ayla', side: 'neutral', organisation: HOST, role: 'expert' },
    { name: 'Ida Holm', side: 'neutral', organisation: HOST, role: 'observer' },
  ]
}

export type House = {
  roomId: string
  boardId: string
  /** Who leads; sits on the second node. */
  leader: Client
  other: Client
  expert: Client
  observer: Client
  /** 14 of the civil and 10 of the public side. */
  participants: Client[]
  everyone: Client[]
  /** By seat, also of somebody who took a seat and never came. */
  seats: Map<string, { side: Side; organisation: string }>
}

/** A programme, its room and its people, each of whom came in by a link; every second one is on the other node. */
export async function gather(
  nodes: readonly [Node, Node],
  firstLink: string,
  onEnd: (end: () => Promise<void>) => void,
) {
  let count = 0
  const newcomer = async (who: Who) => {
    const home = nodes[++count % 2]!
    const client = new Client(await startTap(home.port), home, who)
    onEnd(() => client.leave())
    return client
  }
  const leader = await newcomer({ name: 'Zeynep Kaya', side: 'neutral', organisation: HOST, role: 'facilitator' })
  const password = 'sessiz bir nehir mart ayında'
  const account = {
    token: firstLink,
    name: leader.name,
    email: 'zeynep@example.org',
    password,
    language: 'tr' as const,
  }
  await leader.call(acceptAccountLink, { body: account })
  const host = { ...ngo(HOST), side: 'neutral' as const, kind: 'donor' as const }
  const { programme } = await leader.call(createProgramme, { body: { name: 'Birlikte Planlayalım', host } })
  const body = { name: 'Ortak oda', language: 'tr' as const, boardTitle: 'Pano', template: 'empty' as const }
  const { room, boardId } = await leader.call(createRoom, { params: { programmeId: programme.id }, body })
  const people = guests()
  const clients: Client[] = []
  for (const who of people) clients.push(await newcomer(who))
  const join = joining(leader, room.id)
  for (const [index, who] of people.entries()) await join(clients[index]!, who)
  const absent = await newcomer({ name: 'Gelmeyen', side: 'civil', organisation: 'جمعية الجسر', role: 'participant' })
  await join(absent, { ...absent, role: 'participant' })
  const everyone = [leader, ...clients]
  for (const client of everyone) await client.enter(room.id, boardId)
  const { room: view } = await leader.call(readRoom, { params: { roomId: room.id } })
  for (const client of everyone) client.seatId = view.seats.find(({ name }) => name === client.name)!.id
  const [other, expert, observer] = clients.slice(24) as [Client, Client, Client]
  const seats = new Map(view.seats.map(({ id, side, organisationName: organisation }) => [id, { side, organisation }]))
  return {
    ...{ roomId: room.id, boardId, leader, other, expert, observer, seats },
    participants: clients.slice(0, 24),
    everyone,
  } satisfies House
}

/** Takes a seat by the link for a role, with what the screen before the room asks. */
function joining(leader: Client, roomId: string) {
  const links = new Map<SeatRole, string>()
  const linkFor = async ({ role, name }: Who) => {
    const isNamed = role === 'facilitator' || role === 'expert'
    const body = { role, expiresInHours: 24, maxUses: isNamed ? 1 : 50, ...(isNamed && { label: name }) }
    if (!links.has(role)) {
      const { invitation } = await leader.call(createInvitation, { params: { roomId }, body })
      links.set(role, invitation.token)
    }
    return links.get(role)!
  }
  return async (client: Client, who: Who) => {
    const token = await linkFor(who)
    const { organisations } = await client.call(previewInvitation, { body: { token } })
    const known = organisations.find(({ name }) => name === who.organisation)
    const add = who.side === 'public' ? municipality(who.organisation) : ngo(who.organisation)
    const organisation = known ? { id: known.id } : { add }
    await client.call(redeemInvitation, { body: { token, name: who.name, language: 'tr', organisation } })
  }
}
