import { z } from 'zod'
import { Name, Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, RecordId, RoomParams, Time } from './ids.ts'

/** dots: each gives some of their own · positions: each says agree, object or abstain to every option, with a reason. */
export const voteKinds = ['dots', 'positions'] as const
export const VoteKind = z.enum(voteKinds)
export type VoteKind = z.infer<typeof VoteKind>

/** Whose the dots are: everybody's own, or one ballot that an organisation's people share. */
export const budgetsOf = ['person', 'organisation'] as const
export const BudgetOf = z.enum(budgetsOf)

export const voteStates = ['draft', 'open', 'closed'] as const
export type VoteState = (typeof voteStates)[number]

export const positions = ['agree', 'object', 'abstain'] as const
export const Position = z.enum(positions)
export type Position = z.infer<typeof Position>

export const optionTypes = ['note', 'theme', 'frame', 'text'] as const
export const OptionType = z.enum(optionTypes)

export const OPTIONS_MAX = 200
export const LABEL_MAX = 400
export const REASON_MAX = 500
export const BUDGET_MAX = 100
export const PROXY_PEOPLE_MAX = 200
export const VOTES_MAX = 300
/** A side with fewer voters than this is small: its sum may show how they voted. */
export const SMALL_SIDE = 3

const Count = z.number().int().min(0)
const PerSide = z.object({ civil: Count, public: Count, neutral: Count })
export type PerSide = z.infer<typeof PerSide>

const Positions = z.strictObject({ agree: Count, object: Count, abstain: Count })
export type PositionCounts = z.infer<typeof Positions>

export const VoteOption = z.object({
  id: Id,
  recordId: z.string(),
  recordType: OptionType,
  /** What the object said when the vote was made. */
  label: z.string(),
  position: z.number().int(),
  /** Taken out of the vote, or hidden on the board: gets no dots, those on it are free again, no result shows it. */
  hidden: z.boolean(),
})
export type VoteOption = z.infer<typeof VoteOption>

/** The caller's own ballot, or their organisation's. Once the vote is closed the server has it no more: it is empty. */
export const OwnBallot = z.object({
  dots: z.record(Id, Count),
  /** Dots not given yet; for positions: options without one. */
  left: Count,
  positions: z.record(Id, z.object({ position: Position, reason: z.string() })),
})
export type OwnBallot = z.infer<typeof OwnBallot>

/** What a table's laptop entered for people in the room. */
export const ProxyEntry = z.object({
  id: Id,
  tableId: Id,
  side: Side,
  people: z.number().int(),
  dots: z.record(Id, Count),
  positions: z.record(Id, Positions),
})
export type ProxyEntry = z.infer<typeof ProxyEntry>

/** A table the caller may enter ballots for, and for how many people of each side still. */
export const ProxyTable = z.object({ tableId: Id, name: z.string(), left: PerSide })
export type ProxyTable = z.infer<typeof ProxyTable>

export const OptionResult = z.object({
  optionId: Id,
  /** Dots by side; zeros where the vote is on positions. With those entered at tables, as everywhere here. */
  dots: PerSide,
  agree: PerSide,
  object: PerSide,
  abstain: PerSide,
  /** Of all these dots or positions, how many were entered by a table's laptop. */
  byProxy: Count,
})
export type OptionResult = z.infer<typeof OptionResult>

export const VoteReason = z.object({
  optionId: Id,
  /** Null where fewer than three of that side voted. */
  side: Side.nullable(),
  position: Position,
  reason: z.string(),
})
export type VoteReason = z.infer<typeof VoteReason>

export const VoteResult = z.object({
  /** Every option that wasn't hidden, in the vote's own order; `readings` of shared/votes sorts them. */
  options: z.array(OptionResult),
  /** How many voted, by side; people, or organisations where the budget is theirs. */
  voters: PerSide,
  /** Of them, how many by a table's laptop. */
  byProxy: PerSide,
  /** How many might have voted. */
  eligible: PerSide,
  /** In no order that says anything. */
  reasons: z.array(VoteReason),
})
export type VoteResult = z.infer<typeof VoteResult>

export const VoteView = z.object({
  id: Id,
  meetingId: Id.nullable(),
  /** The step it was prepared for: it opens when that begins, and closes with it unless it has a deadline. */
  stepId: Id.nullable(),
  documentId: Id.nullable(),
  title: z.string(),
  kind: VoteKind,
  budget: z.number().int(),
  budgetOf: BudgetOf,
  mostPerOption: z.number().int(),
  state: z.enum(voteStates),
  deadline: Time.nullable(),
  openedAt: Time.nullable(),
  closedAt: Time.nullable(),
  /** Rises when the vote itself changes; ballots leave it as it is. */
  version: z.number().int(),
  options: z.array(VoteOption),
  /** Null for those who don't vote: facilitators and observers. */
  mine: OwnBallot.nullable(),
  /** Ballots given, and how many there can be; by side only after the close. */
  turnout: z.object({ voted: Count, of: Count }),
  /** Sides with one or two who may vote, after the close who did: what their side gave tells how they voted. */
  smallSides: z.array(Side),
  /** While it is open: tables the caller may enter ballots for, and what they or that table entered. */
  tables: z.array(ProxyTable),
  proxies: z.array(ProxyEntry),
  result: VoteResult.nullable(),
})
export type VoteView = z.infer<typeof VoteView>

const VoteParams = z.strictObject({ roomId: Id, voteId: Id })
const ProxyParams = VoteParams.extend({ proxyId: Id })
const Answer = z.object({ vote: VoteView })

export const OptionDraft = z.strictObject({
  recordId: RecordId,
  recordType: OptionType,
  label: Prose(LABEL_MAX),
})
export type OptionDraft = z.infer<typeof OptionDraft>

const Options = z
  .array(OptionDraft)
  .max(OPTIONS_MAX, { error: 'options_too_many' })
  .refine((options) => new Set(options.map(({ recordId }) => recordId)).size === options.length, {
    error: 'options_repeated',
  })
const Budget = z.number().int().min(1).max(BUDGET_MAX)
const Title = Name(160)

export const listVotes = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/votes',
  needs: 'vote.view',
  summary:
    'A room’s votes, the newest first, each with the caller’s own ballot; drafts only for those who manage votes',
  params: RoomParams,
  /** `now`: the server’s time, for deadlines. */
  reply: z.object({ votes: z.array(VoteView), now: Time }),
})

/** Without `meetingId` it belongs to the step's meeting, or to the one that is open. */
export const createVote = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/votes',
  needs: 'vote.manage',
  summary: 'Make a vote on objects of a board, and open it at once or keep it as a draft',
  params: RoomParams,
  body: z.strictObject({
    title: Title,
    kind: VoteKind,
    budget: Budget.default(3),
    budgetOf: BudgetOf.default('person'),
    mostPerOption: Budget.default(1),
    documentId: Id.nullable().default(null),
    meetingId: Id.nullable().default(null),
    stepId: Id.nullable().default(null),
    deadline: Time.nullable().default(null),
    options: Options.default([]),
    open: z.boolean().default(false),
  }),
  reply: Answer,
})

/** While it is open only `deadline` and `hide` can change, otherwise `conflict`; nothing once it is closed. */
export const editVote = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/votes/:voteId',
  needs: 'vote.manage',
  summary: 'Change a draft; of an open vote the deadline, and which options are hidden',
  params: VoteParams,
  body: z.strictObject({
    title: Title.optional(),
    kind: VoteKind.optional(),
    budget: Budget.optional(),
    budgetOf: BudgetOf.optional(),
    mostPerOption: Budget.optional(),
    documentId: Id.nullable().optional(),
    stepId: Id.nullable().optional(),
    deadline: Time.nullable().optional(),
    /** Takes the place of all options there are. */
    options: Options.optional(),
    /** Option id → hidden from now on, or shown again. */
    hide: z.record(Id, z.boolean()).optional(),
  }),
  reply: Answer,
})

export const openVote = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/votes/:voteId/open',
  needs: 'vote.manage',
  summary: 'Open a draft for voting',
  params: VoteParams,
  reply: Answer,
})

export const closeVote = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/votes/:voteId/close',
  needs: 'vote.manage',
  summary: 'Close a vote for good: the sums are shown to all, and the ballots are deleted',
  params: VoteParams,
  reply: Answer,
})

export const deleteVote = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/votes/:voteId',
  needs: 'vote.manage',
  summary: 'Delete a draft',
  params: VoteParams,
  reply: Nothing,
})

/** Sets how many dots an option has from the caller; 0 takes them back. Safe to send again. */
export const castDots = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/votes/:voteId/dots',
  needs: 'vote.cast',
  summary: 'Give an option some of one’s dots, or take them back',
  params: VoteParams,
  body: z.strictObject({ optionId: Id, dots: Count.max(BUDGET_MAX) }),
  reply: Answer,
})

/** Null takes it back. */
export const castPosition = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/votes/:voteId/position',
  needs: 'vote.cast',
  summary: 'Say agree, object or abstain to an option, with a reason, or take it back',
  params: VoteParams,
  body: z.strictObject({
    optionId: Id,
    position: Position.nullable(),
    reason: Prose(REASON_MAX).default(''),
  }),
  reply: Answer,
})

const ProxyDots = Count.max(BUDGET_MAX * PROXY_PEOPLE_MAX)
const proxyOptions = (counts: object) => Object.keys(counts).length <= OPTIONS_MAX

/** The caller makes up the id: the same entry sent again is still one, and is changed by it. */
export const castProxy = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/votes/:voteId/proxies/:proxyId',
  needs: 'vote.proxy',
  summary: 'Enter the ballots of people of one side who sit at a table without phones',
  params: ProxyParams,
  body: z.strictObject({
    tableId: Id,
    side: Side,
    people: z.number().int().min(1).max(PROXY_PEOPLE_MAX),
    dots: z.record(Id, ProxyDots).refine(proxyOptions, { error: 'options_too_many' }).default({}),
    positions: z.record(Id, Positions).refine(proxyOptions, { error: 'options_too_many' }).default({}),
  }),
  reply: Answer,
})

export const deleteProxy = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/votes/:voteId/proxies/:proxyId',
  needs: 'vote.proxy',
  summary: 'Take back what was entered for a table’s people',
  params: ProxyParams,
  reply: Answer,
})
