import { z } from 'zod'
import { Name, Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, StoredText, Time } from './ids.ts'

export const DECISION_TITLE_MAX = 300
export const DECISION_TEXT_MAX = 8000
export const STANCE_REASON_MAX = 2000
export const DECISIONS_MAX = 1000
export const DECISIONS_PAGE = 30
/** Proposals of a room that wait at one time. */
export const OPEN_PROPOSALS_MAX = 50

export const decisionKinds = ['proposal', 'vote', 'meeting'] as const
/** no_quorum: too few organisations said anything, also after its time was extended. */
export const decisionStates = ['open', 'agreed', 'not_agreed', 'no_quorum', 'withdrawn'] as const
/**
 * consent: nobody objects, and somebody agrees · majority: more agree than object · majority_each_side: so on each side
 * that has said anything but that it abstains.
 */
export const decisionRules = ['consent', 'majority', 'majority_each_side'] as const
export const DecisionRule = z.enum(decisionRules)
export type DecisionRule = z.infer<typeof DecisionRule>
/** half: of the organisations that may speak · half_each_side: of those of each side. Who abstains has spoken. */
export const quorums = ['none', 'half', 'half_each_side'] as const
export const Quorum = z.enum(quorums)
export type Quorum = z.infer<typeof Quorum>
export const stances = ['agree', 'object', 'abstain'] as const
export const StanceKind = z.enum(stances)
export type StanceKind = z.infer<typeof StanceKind>

/** Organisations by what they said, of all and of each side. */
const Counts = z.object({ agree: z.int(), object: z.int(), abstain: z.int(), silent: z.int() })
export type StanceCounts = z.infer<typeof Counts>
export const DecisionTally = z.object({ all: Counts, civil: Counts, public: Counts, neutral: Counts })
export type DecisionTally = z.infer<typeof DecisionTally>

export const StanceView = z.object({
  organisationId: Id,
  side: Side,
  kind: StanceKind,
  reason: z.string(),
  seatId: Id.nullable(),
  at: Time,
  /** What the organisation had said before, the newest first. */
  earlier: z.array(z.object({ kind: StanceKind, reason: z.string(), seatId: Id.nullable(), at: Time })),
})
export type StanceView = z.infer<typeof StanceView>

export const DecisionView = z.object({
  id: Id,
  kind: z.enum(decisionKinds),
  state: z.enum(decisionStates),
  title: z.string(),
  text: z.string(),
  rule: DecisionRule.nullable(),
  quorum: Quorum.nullable(),
  closesAt: Time.nullable(),
  extendedAt: Time.nullable(),
  decidedAt: Time.nullable(),
  /** While it is open, as it stands; afterwards as it was counted; null where it was not decided here. */
  tally: DecisionTally.nullable(),
  stances: z.array(StanceView),
  /** Organisations of the room that may speak, and haven't. */
  awaited: z.array(z.object({ organisationId: Id, side: Side })),
  vote: z.object({ id: Id, title: z.string() }).nullable(),
  meeting: z.object({ id: Id, title: z.string() }).nullable(),
  seatId: Id.nullable(),
  createdAt: Time,
  editedAt: Time.nullable(),
  /** Whether I may speak for my organisation now. */
  maySpeak: z.boolean(),
  mayEdit: z.boolean(),
})
export type DecisionView = z.infer<typeof DecisionView>

const DecisionParams = RoomParams.extend({ decisionId: Id })
const Answer = z.object({ decision: DecisionView, now: Time })

export const listDecisions = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/decisions',
  needs: 'decision.view',
  summary: 'A room’s register of decisions: open proposals by their time, then what was decided, the newest first',
  params: RoomParams,
  query: z.strictObject({
    q: StoredText.max(200).optional(),
    state: z.enum(['open', 'closed', 'all']).default('all'),
    /** `next` of the page before. */
    before: StoredText.max(200).optional(),
  }),
  reply: z.object({ decisions: z.array(DecisionView), next: z.string().nullable(), open: z.int(), now: Time }),
})

export const readDecision = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/decisions/:decisionId',
  needs: 'decision.view',
  summary: 'One decision',
  params: DecisionParams,
  reply: Answer,
})

const Title = Name(DECISION_TITLE_MAX)
const Text = Prose(DECISION_TEXT_MAX)

/** Throws `invalid` with `deadline_past` or `deadline_far` (a year) at `closesAt`, `too_many_proposals` at `title`. */
export const propose = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/decisions',
  needs: 'decision.propose',
  summary: 'Ask the room’s organisations to decide by a time; it closes by itself',
  params: RoomParams,
  body: z.strictObject({ title: Title, text: Text.default(''), rule: DecisionRule, quorum: Quorum, closesAt: Time }),
  reply: Answer,
  limit: 'ask',
})

/**
 * Throws `invalid` with `not_offered` where the room has no such closed vote, or no such meeting, and `moment_ahead` at
 * `decidedAt`. Without either it was said somewhere else.
 */
export const recordDecision = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/decisions/records',
  needs: 'decision.record',
  summary: 'Put down what was decided by a vote or in a meeting',
  params: RoomParams,
  body: z.strictObject({
    title: Title,
    text: Text.default(''),
    state: z.enum(['agreed', 'not_agreed']),
    voteId: Id.nullable().default(null),
    meetingId: Id.nullable().default(null),
    decidedAt: Time,
  }),
  reply: Answer,
})

/** A proposal can be changed until somebody has spoken, then only its time, to a later one; `conflict` otherwise. */
export const editDecision = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/decisions/:decisionId',
  needs: 'decision.propose',
  summary: 'Change a decision that one put down, or a proposal of one’s own',
  params: DecisionParams,
  body: z.strictObject({
    title: Title.optional(),
    text: Text.optional(),
    rule: DecisionRule.optional(),
    quorum: Quorum.optional(),
    closesAt: Time.optional(),
    state: z.enum(['agreed', 'not_agreed']).optional(),
    decidedAt: Time.optional(),
  }),
  reply: Answer,
})

export const withdrawDecision = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/decisions/:decisionId/withdraw',
  needs: 'decision.propose',
  summary: 'Take a proposal back, or strike out what was put down; it stays readable as withdrawn',
  params: DecisionParams,
  reply: Answer,
})

/** Throws `decision_closed`; `forbidden` where one's organisation has no say; `invalid` where an objection has no reason. */
export const takeStance = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/decisions/:decisionId/stances',
  needs: 'decision.speak',
  summary: 'Agree, object or abstain for one’s organisation; the last word counts',
  params: DecisionParams,
  body: z
    .strictObject({ kind: StanceKind, reason: Prose(STANCE_REASON_MAX).default('') })
    .refine(({ kind, reason }) => kind !== 'object' || reason !== '', { error: 'reason_missing', path: ['reason'] }),
  reply: Answer,
  limit: 'ask',
})
