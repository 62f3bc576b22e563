import { createDocument } from '../sync/document-log.ts'
import { createGuest } from '../access/people.ts'
import type { Trx } from '../database/schema.ts'
import { addAsks } from './asks.ts'
import { type Author, demoBoard } from './board.ts'
import { addBetween } from './between.ts'
import { type DemoPlan, organisations, people, programme, type DemoRoom } from './content.ts'
import { demoPlan } from './plan.ts'
import { LINK_DAYS, LINK_USES, links, type DemoLinkKey } from './links.ts'
import { legend, rooms } from './rooms.ts'
import { addInvitation, addOrganisation, addProgramme, addRoom, addSeat } from './rows.ts'

/** Writes the whole demonstration programme; `invitations` are the ids its links are to have. */
export async function makeDemo(trx: Trx, secret: string, invitations: Record<DemoLinkKey, string>): Promise<void> {
  const programmeId = await addProgramme(trx, {
    name: programme.name,
    description: programme.description,
    cities: [programme.city],
  })
  const organisationIds = new Map<string, string>()
  for (const { key, ...organisation } of organisations) {
    const id = await addOrganisation(trx, { ...organisation, programmeId, city: programme.city })
    organisationIds.set(key, id)
  }
  const personIds = new Map<string, string>()
  for (const { key, name, language } of people) personIds.set(key, await createGuest(trx, { name, language }))

  for (const room of rooms) {
    const roomId = await addRoom(trx, { ...room, programmeId, language: 'tr' })
    const authors = await seatPeople(trx, { programmeId, roomId, room, organisationIds, personIds })
    const bytes = demoBoard(room.board, authors, room.key === 'joint' ? legend : undefined)
    const common = { roomId, createdBy: null }
    const { id } = await createDocument(trx, { ...common, kind: 'board', title: room.board.title, initial: bytes })
    const around = { board: { id, bytes }, authors, organisations: organisationIds, today: new Date() }
    const plan = room.plan ? await addPlan(trx, room.plan, { ...around, roomId }) : null
    if (room.between) await addBetween(trx, room.between, { ...around, roomId, plan })
    for (const link of links.filter((each) => each.room === room.key)) {
      await addInvitation(trx, secret, {
        id: invitations[link.key],
        roomId,
        role: link.role,
        label: link.invitationLabel,
        maxUses: LINK_USES,
        days: LINK_DAYS,
      })
    }
  }
}

async function addPlan(
  trx: Trx,
  given: DemoPlan,
  { roomId, ...around }: Parameters<typeof demoPlan>[1] & { roomId: string },
): Promise<{ id: string; bytes: Uint8Array }> {
  const { initial, asks } = demoPlan(given, around)
  const { id } = await createDocument(trx, { roomId, createdBy: null, kind: 'plan', title: given.title, initial })
  await addAsks(trx, { roomId, documentId: id, asks, ...around })
  return { id, bytes: initial }
}

async function seatPeople(
  trx: Trx,
  given: {
    programmeId: string
    roomId: string
    room: DemoRoom
    organisationIds: ReadonlyMap<string, string>
    personIds: ReadonlyMap<string, string>
  },
): Promise<Map<string, Author>> {
  const { programmeId, roomId, room, organisationIds, personIds } = given
  const authors = new Map<string, Author>()
  for (const [key, role] of Object.entries(room.seats)) {
    const person = people.find((each) => each.key === key)
    const organisation = organisations.find((each) => each.key === person?.organisation)
    if (!person || !organisation) throw new Error(`Nobody called ${key} is in the demonstration programme`)
    const seat = await addSeat(trx, {
      programmeId,
      roomId,
      personId: personIds.get(key)!,
      organisationId: organisationIds.get(organisation.key)!,
      role,
      colour: authors.size,
    })
    authors.set(key, { seat, side: organisation.side })
  }
  return authors
}
