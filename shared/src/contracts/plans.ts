import { z } from 'zod'
import { ACTION_TITLE_MAX, ActionStatus, DESCRIPTION_MAX, Priority, SourceKind } from '../documents/plan/records.ts'
import { Name } from '../names.ts'
import { FieldOfWork, OrganisationKind, Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, RecordId, RoomParams, StoredText } from './ids.ts'
import { DocumentSummary } from './rooms.ts'

const PlanParams = z.strictObject({ roomId: Id, documentId: Id })
const ActionParams = z.strictObject({ roomId: Id, documentId: Id, actionId: RecordId })
/** A day without time or zone. */
const Day = z.iso.date()

export const addPlan = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/plans',
  needs: 'room.edit',
  summary: 'Add an empty action plan',
  params: RoomParams,
  body: z.strictObject({ title: Name() }),
  reply: z.object({ document: DocumentSummary }),
})

/** Who can be asked to do something: every organisation of the programme. */
export const PlanOrganisation = z.object({
  id: Id,
  name: z.string(),
  kind: OrganisationKind,
  side: Side,
  /** Whether somebody has a seat for it in this room. */
  isHere: z.boolean(),
})
export type PlanOrganisation = z.infer<typeof PlanOrganisation>

export const readOrganisations = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/organisations',
  needs: 'room.view',
  summary: 'The organisations that an action may be given to',
  params: RoomParams,
  reply: z.object({ organisations: z.array(PlanOrganisation) }),
})

export const NewSource = z.strictObject({ kind: SourceKind, document: Id.nullable(), record: RecordId })

export const addActions = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/plans/:documentId/actions',
  needs: 'plan.write',
  summary: 'Make actions of notes, themes or what was voted for; the plan need not be open',
  params: PlanParams,
  body: z.strictObject({
    actions: z
      .array(
        z.strictObject({
          title: StoredText.trim().min(1).max(ACTION_TITLE_MAX),
          description: StoredText.max(DESCRIPTION_MAX).default(''),
          goal: RecordId.nullable().default(null),
          /** An organisation of the programme. */
          responsible: Id.nullable().default(null),
          due: Day.nullable().default(null),
          priority: Priority.nullable().default(null),
          fields: z.array(FieldOfWork).max(10).default([]),
          locality: StoredText.max(300).default(''),
          /** Boards, votes and plans of this room. */
          sources: z.array(NewSource).max(200).default([]),
        }),
      )
      .min(1)
      .max(100),
  }),
  reply: z.object({ actionIds: z.array(z.string()) }),
})

/** Takes back what `addActions` made a moment ago. Those that are gone already are no error. */
export const removeActions = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/plans/:documentId/actions/remove',
  needs: 'plan.write',
  summary: 'Delete actions of a plan; its history keeps them',
  params: PlanParams,
  body: z.strictObject({ actionIds: z.array(RecordId).min(1).max(100) }),
  reply: Nothing,
})

const PerSide = z.object({ civil: z.int(), public: z.int(), neutral: z.int() })

/**
 * What is known of something that was come from. gone: deleted, its words are the last it had · hidden: by a facilitator,
 * who alone reads its words · elsewhere: of another room, which says nothing here · unknown: not a trace is left.
 */
export const originStates = ['here', 'gone', 'hidden', 'elsewhere', 'unknown'] as const

/** A note, theme, action or voted line that something came from. */
export const Origin = z.object({
  kind: SourceKind,
  /** The board or plan it is on; null for a vote. */
  documentId: Id.nullable(),
  documentTitle: z.string(),
  recordId: z.string(),
  words: z.string(),
  side: Side.nullable(),
  /** Null for what is nobody's by name. */
  organisation: z.string().nullable(),
  state: z.enum(originStates),
})
export type Origin = z.infer<typeof Origin>

/** What a closed vote said about a note or theme, or about the line an action came from. */
export const EvidenceVote = z.object({
  voteId: Id,
  optionId: Id,
  title: z.string(),
  mode: z.enum(['dots', 'positions']),
  label: z.string(),
  /** Dots of each side, or how many agree. */
  bySide: PerSide,
  /** How many object; null for dots. */
  objecting: PerSide.nullable(),
  /** Sides of which so few voted that their figure tells of these people. */
  smallSides: z.array(Side),
})
export type EvidenceVote = z.infer<typeof EvidenceVote>

/** A theme with the notes in it; `notesBySide` counts those that are there still. */
const EvidenceTheme = Origin.extend({ notes: z.array(Origin), notesBySide: PerSide })
export type EvidenceTheme = z.infer<typeof EvidenceTheme>

export const EvidenceSource = EvidenceTheme.extend({
  /** The record of the plan that says so. */
  sourceId: z.string(),
  /** Of a voted line: the note or theme it stands for. */
  votedOn: Origin.nullable(),
  /** Of a theme, also of one that was voted on: what it became part of, or what was split off from it. */
  livesOn: z.array(EvidenceTheme),
  votes: z.array(EvidenceVote),
})
export type EvidenceSource = z.infer<typeof EvidenceSource>

export const ActionLink = z.object({
  documentId: Id,
  planTitle: z.string(),
  actionId: z.string(),
  title: z.string(),
  status: ActionStatus,
  responsible: z.string().nullable(),
  due: Day.nullable(),
})
export type ActionLink = z.infer<typeof ActionLink>

export const readEvidence = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/plans/:documentId/actions/:actionId/evidence',
  needs: 'document.read',
  summary: 'What an action came from, back to the notes and votes by side, and what came of it',
  params: ActionParams,
  reply: z.object({ sources: z.array(EvidenceSource), becomes: z.array(ActionLink) }),
})

export const readUses = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/documents/:documentId/records/:recordId/uses',
  needs: 'document.read',
  summary: 'The actions that came of a note or theme',
  params: z.strictObject({ roomId: Id, documentId: Id, recordId: RecordId }),
  reply: z.object({
    actions: z.array(
      ActionLink.extend({
        /** By what it came where not of the record itself: the theme of a note, a vote on it, a theme it came of. */
        through: z.enum(['theme', 'vote', 'lineage']).nullable(),
      }),
    ),
  }),
})

/** A theme that actions of a plan came of; `gone`: deleted, and its title is the last it had. */
export const PlanTheme = z.object({
  documentId: Id,
  recordId: z.string(),
  title: z.string(),
  state: z.enum(['here', 'gone']),
})
export type PlanTheme = z.infer<typeof PlanTheme>

export const readPlanThemes = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/plans/:documentId/themes',
  needs: 'document.read',
  summary: 'The themes that the actions of a plan came of, by themselves, by a note in one or by a vote',
  params: PlanParams,
  reply: z.object({
    themes: z.array(PlanTheme),
    /** Actions that came of a theme; `themes` are indexes into the list above. */
    actions: z.array(z.object({ actionId: z.string(), themes: z.array(z.int()) })),
  }),
})

export const RECORDS_SHOWN = 20

export const searchRecords = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/records',
  needs: 'room.view',
  summary: 'Notes and themes on the boards of a room that say these words, themes first; at most 20',
  params: RoomParams,
  query: z.strictObject({ words: StoredText.max(200).default('') }),
  reply: z.object({ records: z.array(Origin) }),
})

export const ListedAction = ActionLink.extend({
  roomId: Id,
  roomName: z.string(),
  programmeName: z.string(),
  responsibleId: Id.nullable(),
  responsibleSide: Side.nullable(),
  start: Day.nullable(),
  agreedDue: Day.nullable(),
  progress: z.int().nullable(),
  priority: Priority.nullable(),
  isOverdue: z.boolean(),
})
export type ListedAction = z.infer<typeof ListedAction>

export const actionSorts = ['due', 'status', 'organisation', 'title'] as const

/** What of all actions is asked for. */
export const ActionsWanted = z.strictObject({
  organisationId: Id.optional(),
  programmeId: Id.optional(),
  status: ActionStatus.optional(),
  /** `yes`: only what is late. */
  overdue: z.enum(['yes']).optional(),
  /** `yes`: only what my own organisations answer for. */
  ours: z.enum(['yes']).optional(),
  words: StoredText.max(200).optional(),
  sort: z.enum(actionSorts).default('due'),
  /** `next` of the answer before. */
  after: StoredText.max(1000).optional(),
})

/** All rooms in which one has a seat; a room without that is as if it had no plan. */
export const listActions = contract({
  method: 'GET',
  path: '/api/actions',
  needs: 'self.edit',
  summary: 'The actions of all rooms one has a seat in',
  query: ActionsWanted,
  reply: z.object({
    actions: z.array(ListedAction),
    /** All that match, on every page. */
    count: z.int(),
    next: z.string().nullable(),
    /** Those that answer for something in these rooms, to choose from; `count`: how much of it matches the rest. */
    organisations: z.array(
      z.object({ id: Id, name: z.string(), side: Side, programmeName: z.string(), count: z.int() }),
    ),
    /** What matches and nobody answers for. */
    unassigned: z.int(),
    /** Those that have a plan among these rooms, to choose from. */
    programmes: z.array(z.object({ id: Id, name: z.string() })),
  }),
})
