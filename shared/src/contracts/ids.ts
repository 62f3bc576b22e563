import { z } from 'zod'

export const Id = z.uuid()
export const ProgrammeParams = z.strictObject({ programmeId: Id })
export const OrganisationParams = z.strictObject({ programmeId: Id, organisationId: Id })
export const RoomParams = z.strictObject({ roomId: Id })
/** Points in time travel as ISO 8601 with offset. */
export const Time = z.iso.datetime({ offset: true })
export const Nothing = z.strictObject({})
