import { z } from 'zod'
import { chipKinds } from '../documents/rich-text/minutes-attributes.ts'
import { ActionStatus } from '../documents/plan/records.ts'
import { contract } from './contract.ts'
import { decisionStates } from './decisions.ts'
import { Id, RecordId, RoomParams } from './ids.ts'

export const NAMED_MAX = 200

/** `document`: the board or plan it is on; null for decisions and votes. */
export const NamedRef = z.strictObject({ kind: z.enum(chipKinds), document: Id.nullable(), record: RecordId })
export type NamedRef = z.infer<typeof NamedRef>

/** gone: deleted, its words are the last it had · hidden: by a facilitator, and says nothing. */
export const namedStates = ['here', 'gone', 'hidden'] as const

export const NamedThing = z.object({
  /** Of what was asked for as a note, whether it is one or a theme. */
  kind: z.enum(chipKinds),
  document: Id.nullable(),
  record: z.string(),
  words: z.string(),
  state: z.enum(namedStates),
  /** Of an action; null for all else. */
  action: z
    .object({ status: ActionStatus, due: z.iso.date().nullable(), responsible: z.string().nullable() })
    .nullable(),
  /** Where a decision stands; null for all else. */
  decision: z.enum(decisionStates).nullable(),
})
export type NamedThing = z.infer<typeof NamedThing>

/** What the room doesn't have, another room's included, is left out. */
export const lookUpNamed = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/named',
  needs: 'document.read',
  summary: 'What notes, themes, actions, decisions and votes that a text names are called now, and where they stand',
  params: RoomParams,
  body: z.strictObject({ wanted: z.array(NamedRef).max(NAMED_MAX) }),
  reply: z.object({ named: z.array(NamedThing) }),
})
