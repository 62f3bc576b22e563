import { z } from 'zod'
import { Language } from '../languages.ts'
import { Name, Prose } from '../names.ts'
import { Audience, FieldOfWork, OrganisationKind, SeatRole, Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, OrganisationParams, ProgrammeParams, Time } from './ids.ts'

export const Organisation = z.object({
  id: Id,
  name: z.string(),
  kind: OrganisationKind,
  side: Side,
  city: z.string().nullable(),
  fields: z.array(FieldOfWork),
  languages: z.array(Language),
})
export type Organisation = z.infer<typeof Organisation>

export const NewOrganisation = z.strictObject({
  name: Name(),
  kind: OrganisationKind,
  side: Side,
  city: Name().nullable().default(null),
  fields: z.array(FieldOfWork).max(10).default([]),
  languages: z.array(Language).max(6).default([]),
})
export type NewOrganisation = z.output<typeof NewOrganisation>

export const Programme = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  cities: z.array(z.string()),
  hostOrganisationId: Id,
  /** Whether what institutions answered can be read by everybody, where whoever asked let it. */
  publishesAnswers: z.boolean(),
  createdAt: Time,
})
export type Programme = z.infer<typeof Programme>

export const RoomSummary = z.object({
  id: Id,
  programmeId: Id,
  programmeName: z.string(),
  name: z.string(),
  audience: Audience,
  /** Own role in it; null where the organiser has no seat. */
  role: SeatRole.nullable(),
  civilSeats: z.number().int(),
  publicSeats: z.number().int(),
  neutralSeats: z.number().int(),
  /** The last change to one of its documents, or its creation. */
  lastActivityAt: Time,
  archivedAt: Time.nullable(),
})
export type RoomSummary = z.infer<typeof RoomSummary>

export const readHome = contract({
  method: 'GET',
  path: '/api/home',
  needs: 'self.edit',
  summary: 'Programmes one organises and rooms one has a seat in',
  reply: z.object({ programmes: z.array(Programme), rooms: z.array(RoomSummary), mayCreateProgramme: z.boolean() }),
})

export const createProgramme = contract({
  method: 'POST',
  path: '/api/programmes',
  needs: 'programme.create',
  summary: 'Create a programme with the organisation that hosts it',
  body: z.strictObject({
    name: Name(),
    description: Prose(2000).default(''),
    cities: z.array(Name()).max(40).default([]),
    host: NewOrganisation,
  }),
  reply: z.object({ programme: Programme }),
})

export const readProgramme = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId',
  needs: 'programme.view',
  summary: 'A programme with its rooms and organisations',
  params: ProgrammeParams,
  reply: z.object({
    programme: Programme,
    rooms: z.array(RoomSummary),
    organisations: z.array(Organisation.extend({ seats: z.number().int() })),
  }),
})

export const editProgramme = contract({
  method: 'PATCH',
  path: '/api/programmes/:programmeId',
  needs: 'programme.edit',
  summary: 'Change name, description, cities, or whether answers are public',
  params: ProgrammeParams,
  body: z.strictObject({
    name: Name().optional(),
    description: Prose(2000).optional(),
    cities: z.array(Name()).max(40).optional(),
    publishesAnswers: z.boolean().optional(),
  }),
  reply: z.object({ programme: Programme }),
})

export const addOrganisation = contract({
  method: 'POST',
  path: '/api/programmes/:programmeId/organisations',
  needs: 'organisation.edit',
  summary: 'Add an organisation; the same name in other capitals answers organisation_exists',
  params: ProgrammeParams,
  body: NewOrganisation,
  reply: z.object({ organisation: Organisation }),
})

export const editOrganisation = contract({
  method: 'PATCH',
  path: '/api/programmes/:programmeId/organisations/:organisationId',
  needs: 'organisation.edit',
  summary: 'Change an organisation',
  params: OrganisationParams,
  body: z.strictObject({
    name: Name().optional(),
    kind: OrganisationKind.optional(),
    side: Side.optional(),
    city: Name().nullable().optional(),
    fields: z.array(FieldOfWork).max(10).optional(),
    languages: z.array(Language).max(6).optional(),
  }),
  reply: z.object({ organisation: Organisation }),
})

export const deleteOrganisation = contract({
  method: 'DELETE',
  path: '/api/programmes/:programmeId/organisations/:organisationId',
  needs: 'organisation.edit',
  summary: 'Remove an organisation that nobody has represented; otherwise organisation_in_use',
  params: OrganisationParams,
  reply: Nothing,
})
