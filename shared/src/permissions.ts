import type { DocumentKind } from './documents/kinds.ts'
import type { SeatRole } from './words.ts'

/**
 * Who may do what: the one table. `needs` of every contract names a row; the server's guard puts it to work
 * for HTTP, Socket.IO and sync, and the client asks the same rows what to show.
 *
 * Scope says what the grant is looked up in: the instance (the session alone), the programme or room named by
 * the request's parameters. A document's scope is its room.
 */
export type Grant = 'anyone' | 'signedIn' | 'account' | 'administrator' | 'organiser' | SeatRole

export type Scope = 'instance' | 'programme' | 'room'

const everySeat = ['facilitator', 'expert', 'participant', 'observer'] as const
const takingPart = ['facilitator', 'expert', 'participant'] as const

export const permissions = {
  public: { scope: 'instance', granted: ['anyone'] },
  'self.edit': { scope: 'instance', granted: ['signedIn'] },
  'account.manage': { scope: 'instance', granted: ['administrator'] },
  'programme.create': { scope: 'instance', granted: ['account'] },
  'programme.view': { scope: 'programme', granted: ['organiser'] },
  'programme.edit': { scope: 'programme', granted: ['organiser'] },
  'organisation.edit': { scope: 'programme', granted: ['organiser'] },
  'room.create': { scope: 'programme', granted: ['organiser'] },
  'room.view': { scope: 'room', granted: everySeat },
  'room.edit': { scope: 'room', granted: ['facilitator'] },
  'invitation.manage': { scope: 'room', granted: ['facilitator'] },
  'seat.remove': { scope: 'room', granted: ['facilitator'] },
  'presence.show': { scope: 'room', granted: everySeat },
  'document.read': { scope: 'room', granted: everySeat },
  'document.write': { scope: 'room', granted: takingPart },
  /** Plans stay open while a facilitator keeps the boards closed. */
  'plan.write': { scope: 'room', granted: takingPart },
  /** So do minutes, which are written while the boards rest. */
  'minutes.write': { scope: 'room', granted: takingPart },
  /** Where an organisation stands to a clause of a charter. */
  'clause.speak': { scope: 'room', granted: ['participant'] },
  /** Links for people who have no seat in the room. */
  'link.manage': { scope: 'room', granted: ['facilitator'] },
  'board.lock': { scope: 'room', granted: ['facilitator'] },
  'meeting.view': { scope: 'room', granted: everySeat },
  'meeting.lead': { scope: 'room', granted: ['facilitator'] },
  'attendance.correct': { scope: 'room', granted: ['facilitator'] },
  'note.draft': { scope: 'room', granted: takingPart },
  'vote.view': { scope: 'room', granted: everySeat },
  'vote.manage': { scope: 'room', granted: ['facilitator'] },
  /** Those who lead keep out of it, and enter ballots only for a table's people without phones. */
  'vote.cast': { scope: 'room', granted: ['expert', 'participant'] },
  'vote.proxy': { scope: 'room', granted: ['facilitator', 'participant'] },
  'table.view': { scope: 'room', granted: everySeat },
  'table.manage': { scope: 'room', granted: ['facilitator'] },
  'voice.view': { scope: 'room', granted: everySeat },
  'voice.use': { scope: 'room', granted: takingPart },
  'voice.moderate': { scope: 'room', granted: ['facilitator'] },
  'question.view': { scope: 'room', granted: everySeat },
  'question.ask': { scope: 'room', granted: takingPart },
  'question.answer': { scope: 'room', granted: ['facilitator', 'expert'] },
  'stage.view': { scope: 'room', granted: everySeat },
  'stage.direct': { scope: 'room', granted: ['facilitator'] },
  'meeting.reply': { scope: 'room', granted: takingPart },
  'thread.view': { scope: 'room', granted: everySeat },
  'thread.write': { scope: 'room', granted: takingPart },
  /** Others' comments, where they hurt somebody. */
  'thread.moderate': { scope: 'room', granted: ['facilitator'] },
  'decision.view': { scope: 'room', granted: everySeat },
  'decision.propose': { scope: 'room', granted: ['facilitator', 'participant'] },
  /** Those who lead keep out of it, as in votes. */
  'decision.speak': { scope: 'room', granted: ['participant'] },
  'decision.record': { scope: 'room', granted: ['facilitator'] },
  'arrival.decide': { scope: 'room', granted: ['facilitator'] },
  'answer.view': { scope: 'room', granted: everySeat },
  'answer.ask': { scope: 'room', granted: ['facilitator', 'participant'] },
  /** Whoever takes part; the server asks besides whether it is their own organisation that was asked, or that asks. */
  'answer.give': { scope: 'room', granted: takingPart },
  'answer.record': { scope: 'room', granted: ['facilitator'] },
  'signing.view': { scope: 'room', granted: everySeat },
  'signing.open': { scope: 'room', granted: ['facilitator'] },
  'signing.sign': { scope: 'room', granted: takingPart },
  'monitoring.view': { scope: 'room', granted: everySeat },
  'history.read': { scope: 'room', granted: everySeat },
  'history.restore': { scope: 'room', granted: ['facilitator'] },
  'record.restore': { scope: 'room', granted: takingPart },
  'ownText.erase': { scope: 'room', granted: everySeat },
  'text.erase': { scope: 'programme', granted: ['organiser'] },
} as const satisfies Record<string, { scope: Scope; granted: readonly Grant[] }>

export type Permission = keyof typeof permissions

/** What writing to a document needs. */
export const toWrite = {
  board: 'document.write',
  plan: 'plan.write',
  minutes: 'minutes.write',
} as const satisfies Record<DocumentKind, Permission>

export function isGranted(permission: Permission, held: ReadonlySet<Grant>): boolean {
  return permissions[permission].granted.some((grant) => grant === 'anyone' || held.has(grant))
}

/** Every permission of a scope that these grants give: what a view tells the client it may offer. */
export function grantedPermissions(scope: Scope, held: ReadonlySet<Grant>): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter(
    (permission) => permissions[permission].scope === scope && isGranted(permission, held),
  )
}
