import { z } from 'zod'

/** The words of the field that appear in tables, messages and documents alike (see docs/words.md). */
export const sides = ['civil', 'public', 'neutral'] as const
export const Side = z.enum(sides)
export type Side = z.infer<typeof Side>

export const seatRoles = ['facilitator', 'expert', 'participant', 'observer'] as const
export const SeatRole = z.enum(seatRoles)
export type SeatRole = z.infer<typeof SeatRole>

/** Kinds of organisation; each suggests a side, which the person may change for `other` only. */
export const organisationKinds = [
  'association',
  'foundation',
  'refugee_led',
  'community_centre',
  'cooperative',
  'municipality',
  'district_governorate',
  'migration_directorate',
  'social_services',
  'employment_agency',
  'academia',
  'donor',
  'other',
] as const
export const OrganisationKind = z.enum(organisationKinds)
export type OrganisationKind = z.infer<typeof OrganisationKind>

export const sideOfKind: Record<OrganisationKind, Side> = {
  association: 'civil',
  foundation: 'civil',
  refugee_led: 'civil',
  community_centre: 'civil',
  cooperative: 'civil',
  municipality: 'public',
  district_governorate: 'public',
  migration_directorate: 'public',
  social_services: 'public',
  employment_agency: 'public',
  academia: 'neutral',
  donor: 'neutral',
  other: 'neutral',
}

export const fieldsOfWork = [
  'legal',
  'psychosocial',
  'education',
  'livelihoods',
  'health',
  'shelter',
  'protection',
  'gender_justice',
  'participation',
  'capacity',
] as const
export const FieldOfWork = z.enum(fieldsOfWork)
export type FieldOfWork = z.infer<typeof FieldOfWork>

/** How one gets into a room by a link: at once, when a facilitator says so, or with a word that is said in the hall. */
export const lobbies = ['open', 'approval', 'passphrase'] as const
export const Lobby = z.enum(lobbies)
export type Lobby = z.infer<typeof Lobby>

/** Who meets in a room: both sides, or one of them apart. */
export const audiences = ['joint', 'civil', 'public'] as const
export const Audience = z.enum(audiences)
export type Audience = z.infer<typeof Audience>
