import { z } from 'zod'

export const Id = z.uuid()
export const ProgrammeParams = z.strictObject({ programmeId: Id })
export const OrganisationParams = z.strictObject({ programmeId: Id, organisationId: Id })
export const RoomParams = z.strictObject({ roomId: Id })
/** Points in time travel as ISO 8601 with offset; of years that every database and every calendar knows. */
export const Time = z.iso.datetime({ offset: true, abort: true }).refine((time) => /^(19[7-9]|2[01]\d)\d-/.test(time))
/** Text that a row can hold, which NUL isn't: what people send is this, a `Name` or `Prose`. */
export const StoredText = z.string().refine((text) => !text.includes('\0'), { error: 'text_control_characters' })
/** The id of an object on a board; made by clients. */
export const RecordId = StoredText.min(1).max(64)
export const Nothing = z.strictObject({})
