import { z } from 'zod'

/** Every error the server can name. The client translates `errors.<code>`; the text never travels. */
export const errorStatus = {
  invalid: 400,
  malformed: 400,
  unsupported_media: 415,
  too_large: 413,
  signed_out: 401,
  wrong_credentials: 401,
  foreign_origin: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  organisation_exists: 409,
  organisation_in_use: 409,
  email_taken: 409,
  name_taken: 409,
  last_facilitator: 409,
  already_set_up: 409,
  invitation_unknown: 404,
  invitation_expired: 410,
  invitation_used_up: 410,
  invitation_revoked: 410,
  account_link_invalid: 410,
  password_weak: 400,
  seat_revoked: 403,
  room_archived: 409,
  picture_unreadable: 415,
  picture_too_large: 413,
  pictures_full: 409,
  board_too_large: 413,
  plan_too_large: 413,
  minutes_too_large: 413,
  board_full: 409,
  meeting_open: 409,
  meeting_ended: 409,
  step_over: 409,
  somebody_was_faster: 409,
  vote_closed: 409,
  vote_not_open: 409,
  over_budget: 409,
  option_hidden: 409,
  counted_at_table: 409,
  table_closed: 409,
  passphrase_wrong: 403,
  awaiting_admission: 403,
  not_admitted: 403,
  boards_locked: 409,
  call_not_allowed: 400,
  not_asked: 403,
  ask_closed: 409,
  link_unknown: 404,
  link_used: 410,
  link_expired: 410,
  version_outdated: 409,
  file_not_allowed: 415,
  decision_closed: 409,
  meeting_cancelled: 409,
  slow_down: 429,
  busy: 503,
  unavailable: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof errorStatus

/** What every failed request answers with. `fields` names the inputs at fault, each with a message key under `invalid.`. */
export const ErrorReply = z.object({
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  fields: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
  /** To quote when asking for help; the server's log has it too. */
  requestId: z.string().optional(),
})
export type ErrorReply = z.infer<typeof ErrorReply>

/** An error with a name that the person will read in their language. Anything else thrown becomes `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: ErrorReply['fields']

  constructor(code: ErrorCode, fields?: ErrorReply['fields']) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.fields = fields
  }

  get status(): number {
    return errorStatus[this.code]
  }
}
