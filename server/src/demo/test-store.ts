import type { DemoNote } from './content.ts'
import type { Language } from '@meydan/shared/languages'
import { type OrganisationKind, type SeatRole, type Side, sideOfKind } from '@meydan/shared/words'
import { hashPassword } from '../access/accounts.ts'
import { createAccountHolder, createGuest } from '../access/people.ts'
import type { SessionCookie } from '../access/session-cookie.ts'
import { ACCOUNT_DAYS, GUEST_DAYS, startSession } from '../access/sessions.ts'
import type { Trx } from '../database/schema.ts'
import { createDocument } from '../sync/document-log.ts'
import { demoBoard } from './board.ts'
import { addInvitation, addOrganisation, addProgramme, addRoom, addSeat } from './rows.ts'
import { rooms as demoRooms } from './rooms.ts'
import { cities, civil, hosts, institutions, others, personNames, type SeedOrganisation } from './seed-words.ts'
import { seedPlan } from './seed-plan.ts'

export type SeedPerson = {
  personId: string
  name: string
  /** `name=value`, to be sent as the Cookie header. */
  cookie: string
  /** Of account holders; guests have neither. */
  email: string | null
  password: string | null
}
export type SeedSeat = SeedPerson & { seatId: string; organisationId: string; side: Side }

export type SeedRoom = {
  id: string
  programmeId: string
  name: string
  audience: 'joint' | 'civil' | 'public'
  boardId: string
  planId: string
  /** Raw tokens: the link is `<origin>/join#<token>`. */
  invites: { participant: string; observer: string }
  people: {
    facilitator: SeedSeat
    expert: SeedSeat
    participant: SeedSeat
    /** A second participant, of the other side in a joint room, of another organisation elsewhere. */
    partner: SeedSeat
    observer: SeedSeat
    /** Signed in, without any relation to room or programme. */
    outsider: SeedPerson
  }
}

export type SeedProgramme = {
  id: string
  name: string
  /** May edit the programme and make rooms. */
  organiser: SeedPerson
  organisations: { id: string; name: string; kind: OrganisationKind; side: Side }[]
}

export type SeededStore = {
  seed: number
  administrator: SeedPerson
  programmes: SeedProgramme[]
  rooms: SeedRoom[]
  /** One person who represents two organisations, in two rooms. */
  twoOrganisations: SeedPerson & { seats: { roomId: string; seatId: string; organisationId: string }[] }
}

export type SeedDeps = { trx: Trx; secret: string; cookie: SessionCookie; seed: number }

const audiences = [
  ['joint', 'civil'],
  ['joint', 'public'],
] as const

/**
 * Two programmes with two rooms each, everyone in them, and a session for each person. Names and words follow from the
 * seed; ids, tokens and the tag in e-mail addresses are new each time, so that the same seed can be sown twice.
 */
export async function fillTestStore(deps: SeedDeps): Promise<SeededStore> {
  const sower = await Sower.create(deps)
  const administrator = await sower.account('administrator', true)
  const programmes: SeedProgramme[] = []
  const rooms: SeedRoom[] = []
  for (const [index, roomAudiences] of audiences.entries()) {
    const programme = await sower.programme(index)
    programmes.push(programme)
    for (const audience of roomAudiences) rooms.push(await sower.room(programme, audience))
  }
  const twoOrganisations = await sower.bridge(programmes[0]!, rooms.slice(0, 2))
  return { seed: deps.seed, administrator, programmes, rooms, twoOrganisations }
}

class Sower {
  readonly #deps: SeedDeps
  readonly #random: () => number
  readonly #password: string
  readonly #passwordHash: string
  readonly #tag = crypto.randomUUID().slice(0, 8)
  readonly #firstName: number
  #people = 0
  #seats = 0

  static async create(deps: SeedDeps): Promise<Sower> {
    // One hash for all accounts: each would cost 20 MB and some 50 ms.
    const password = `sown-meadow-${deps.seed}-lantern`
    return new Sower(deps, password, await hashPassword(password))
  }

  constructor(deps: SeedDeps, password: string, passwordHash: string) {
    this.#deps = deps
    this.#random = mulberry(deps.seed)
    this.#firstName = Math.floor(this.#random() * personNames.length)
    this.#password = password
    this.#passwordHash = passwordHash
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!
  }

  async account(part: string, isAdministrator = false): Promise<SeedPerson> {
    const { name, language } = this.#nextName()
    const email = `${part}-${this.#people}-${this.#tag}@seed.invalid`
    const account = { name, language, email, isAdministrator, passwordHash: this.#passwordHash }
    const personId = await createAccountHolder(this.#deps.trx, account)
    if (!personId) throw new Error(`${email} is taken`)
    return { personId, name, email, password: this.#password, cookie: await this.#signIn(personId, ACCOUNT_DAYS) }
  }

  async guest(): Promise<SeedPerson> {
    const { name, language } = this.#nextName()
    const personId = await createGuest(this.#deps.trx, { name, language })
    return { personId, name, email: null, password: null, cookie: await this.#signIn(personId, GUEST_DAYS) }
  }

  async programme(index: number): Promise<SeedProgramme> {
    const { trx, seed } = this.#deps
    const city = this.pick(cities)
    const name = `${city}: ${this.pick(['needs workshop', 'ortak masa', 'ورشة الاحتياجات'])} ${seed}.${index + 1}`
    const id = await addProgramme(trx, { name, description: `Test seed ${seed}`, cities: [city] })
    const organisations: SeedProgramme['organisations'] = []
    const add = async (given: SeedOrganisation, isHost = false) => {
      const side = sideOfKind[given.kind]
      const organisationId = await addOrganisation(trx, { ...given, programmeId: id, side, city, isHost })
      organisations.push({ id: organisationId, name: given.name, kind: given.kind, side })
    }
    await add(hosts[index]!, true)
    for (const organisation of [...civil, ...institutions, ...others]) await add(organisation)
    const organiser = await this.account('organiser')
    const member = { programmeId: id, personId: organiser.personId, organisationId: organisations[0]!.id }
    await trx.insertInto('programmeMember').values(member).execute()
    return { id, name, organiser, organisations }
  }

  async room(programme: SeedProgramme, audience: SeedRoom['audience']): Promise<SeedRoom> {
    const { trx, secret } = this.#deps
    const language = this.pick<Language>(['tr', 'en', 'ar'])
    const name = `${programme.name.slice(0, 40)} (${audience})`
    const purpose = 'Sown by npm run seed:test.'
    const id = await addRoom(trx, { programmeId: programme.id, name, purpose, audience, language })
    const seat = (person: SeedPerson, role: SeatRole, side: Side, nth = 0) =>
      this.#seat(programme, id, person, role, side, nth)
    const sides: [Side, Side] = audience === 'joint' ? ['civil', 'public'] : [audience, audience]
    const people: SeedRoom['people'] = {
      facilitator: await seat(await this.account('facilitator'), 'facilitator', 'neutral'),
      expert: await seat(await this.account('expert'), 'expert', 'neutral', 1),
      participant: await seat(await this.guest(), 'participant', sides[0]),
      partner: await seat(await this.guest(), 'participant', sides[1], 1),
      observer: await seat(await this.guest(), 'observer', 'neutral', 2),
      outsider: await this.guest(),
    }
    const boardId = await this.#board(id, audience, people)
    const responsible = programme.organisations.find(({ side }) => side === 'public')!.id
    const plan = seedPlan(responsible)
    const { id: planId } = await createDocument(trx, {
      roomId: id,
      kind: 'plan',
      title: 'Plan',
      createdBy: people.facilitator.personId,
      initial: plan,
    })
    const link = (role: SeatRole) =>
      addInvitation(trx, secret, { id: crypto.randomUUID(), roomId: id, role, label: '', maxUses: 1000, days: 30 })
    const invites = { participant: await link('participant'), observer: await link('observer') }
    return { id, programmeId: programme.id, name, audience, boardId, planId, invites, people }
  }

  async bridge(programme: SeedProgramme, rooms: readonly SeedRoom[]): Promise<SeededStore['twoOrganisations']> {
    const person = await this.guest()
    const seats: SeededStore['twoOrganisations']['seats'] = []
    for (const [index, room] of rooms.entries()) {
      const { seatId, organisationId } = await this.#seat(programme, room.id, person, 'participant', 'civil', index + 2)
      seats.push({ roomId: room.id, seatId, organisationId })
    }
    return { ...person, seats }
  }

  async #seat(
    programme: SeedProgramme,
    roomId: string,
    person: SeedPerson,
    role: SeatRole,
    side: Side,
    nth: number,
  ): Promise<SeedSeat> {
    const organisationId = programme.organisations.filter((each) => each.side === side)[nth]!.id
    const colour = this.#seats++
    const given = { programmeId: programme.id, roomId, personId: person.personId, organisationId, role, colour }
    return { ...person, seatId: await addSeat(this.#deps.trx, given), organisationId, side }
  }

  async #board(roomId: string, audience: SeedRoom['audience'], people: SeedRoom['people']): Promise<string> {
    const { board } = demoRooms.find((room) => room.audience === audience)!
    const writers = ['facilitator', 'expert', 'participant', 'partner'] as const
    const authors = new Map(
      writers.map((part) => [part as string, { seat: people[part].seatId, side: people[part].side }]),
    )
    const notes = board.notes
      .filter(() => this.#random() < 0.6)
      .map(([, frame, colour, text, more]): DemoNote => {
        return [this.pick(writers), frame, colour, text, more && { ...more, stamps: [] }]
      })
    // Who wrote the demonstration has no seat here.
    const themes = board.themes?.map((theme) => ({ ...theme, author: this.pick(writers), stamps: [] })) ?? []
    const lines = board.lines?.map((line) => ({ ...line, author: this.pick(writers) })) ?? []
    const initial = demoBoard({ ...board, notes, themes, lines }, authors)
    const createdBy = people.facilitator.personId
    const made = await createDocument(this.#deps.trx, { roomId, kind: 'board', title: board.title, createdBy, initial })
    return made.id
  }

  async #signIn(personId: string, days: number): Promise<string> {
    const { token, expiresAt } = await startSession(this.#deps.trx, personId, days)
    return this.#deps.cookie.write(token, expiresAt).split(';')[0]!
  }

  /** Each name once before any comes again, and then with a number: within a room names are unique. */
  #nextName(): { name: string; language: Language } {
    const round = Math.floor(this.#people / personNames.length)
    const { name, language } = personNames[(this.#firstName + this.#people) % personNames.length]!
    this.#people++
    return { name: round === 0 ? name : `${name} ${round + 1}`, language }
  }
}

/** A small generator that repeats: the same seed gives the same words. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
