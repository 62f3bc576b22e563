import {
  createProgramme,
  editProgramme,
  type Organisation,
  readHome,
  readProgramme,
  type RoomSummary,
} from '@meydan/shared/contracts/programmes'
import { isGranted } from '@meydan/shared/permissions'
import { grantsOfIdentity } from '../../access/identity.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { type AddHost, findProgramme, insertProgramme, organisedProgrammes, updateProgramme } from './store.ts'

export type ProgrammeDeps = {
  db: Database
  addHost: AddHost
  /** Rooms of one programme, with the person's own role in each. */
  roomsOfProgramme: (programmeId: string, personId: string) => Promise<RoomSummary[]>
  /** Rooms the person has a seat in. */
  roomsOfPerson: (personId: string) => Promise<RoomSummary[]>
  organisationsOf: (programmeId: string) => Promise<(Organisation & { seats: number })[]>
}

export function programmeRoutes(mount: Mount, deps: ProgrammeDeps): void {
  const { db } = deps

  mount(readHome, async ({ identity }) => ({
    programmes: await organisedProgrammes(db, identity.personId),
    rooms: await deps.roomsOfPerson(identity.personId),
    mayCreateProgramme: isGranted('programme.create', grantsOfIdentity(identity)),
  }))

  mount(createProgramme, async ({ body, identity }) => ({
    programme: await insertProgramme(db, deps.addHost, identity.personId, body),
  }))

  mount(readProgramme, async ({ params: { programmeId }, identity }) => ({
    programme: await findProgramme(db, programmeId),
    rooms: await deps.roomsOfProgramme(programmeId, identity.personId),
    organisations: await deps.organisationsOf(programmeId),
  }))

  mount(editProgramme, async ({ params, body }) => ({
    programme: await updateProgramme(db, params.programmeId, body),
  }))
}
