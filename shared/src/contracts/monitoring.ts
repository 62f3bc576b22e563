import { z } from 'zod'
import { ActionStatus, SourceKind } from '../documents/plan/records.ts'
import { Side } from '../words.ts'
import { answerKinds, doneStates } from './answers.ts'
import { contract } from './contract.ts'
import { Id, ProgrammeParams, RecordId, RoomParams, Time } from './ids.ts'

/** A day without time or zone; today is the day that the installation's time zone has. */
const Day = z.iso.date()
const Count = z.int().nonnegative()

/** What is to be done within so many days from today counts as due soon. */
export const SOON_DAYS = 30
/** A trend goes back so far at most. */
export const TREND_WEEKS = 52
/** Of more indicators, the first are shown; `indicatorCount` says how many there are. */
export const INDICATORS_SHOWN = 60
export const GOALS_SHOWN = 100

const byStatus = { proposed: Count, agreed: Count, started: Count, done: Count, dropped: Count }

const Counts = z.object({ total: Count, ...byStatus, overdue: Count })
export type Counts = z.infer<typeof Counts>

const OrganisationCounts = Counts.extend({
  /** Null: nobody answers for these. */
  id: Id.nullable(),
  name: z.string(),
  side: Side.nullable(),
})
export type OrganisationCounts = z.infer<typeof OrganisationCounts>

const Reading = z.object({ day: Day, value: z.number() })

const Indicator = z.object({
  roomId: Id,
  documentId: Id,
  actionId: z.string(),
  /** What the action is called. */
  title: z.string(),
  responsible: z.string().nullable(),
  name: z.string(),
  unit: z.string(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  current: z.number().nullable(),
  /** Each value from the day on which it was first known here, the oldest first. */
  readings: z.array(Reading),
})
export type Indicator = z.infer<typeof Indicator>

const Goal = z.object({
  documentId: Id,
  planTitle: z.string(),
  /** Empty: actions that are under no goal. */
  title: z.string(),
  /** Without those that were dropped. */
  actions: Count,
  done: Count,
  /** Mean of what its actions say, 0 to 100; an action that is done counts 100, one that says nothing 0. */
  progress: Count,
})
export type Goal = z.infer<typeof Goal>

const Week = z.object({
  /** Its Sunday; of the week that runs, today. */
  day: Day,
  /** Promised or proposed and not done at the end of that day, overdue ones among them. */
  open: Count,
  done: Count,
  overdue: Count,
})
export type Week = z.infer<typeof Week>

export const MonitoringView = z.object({
  /** Of the room or the programme. */
  name: z.string(),
  today: Day,
  counts: Counts.extend({
    /** Of what is open: those below, too. */
    dueSoon: Count,
    withoutResponsible: Count,
    withoutDue: Count,
  }),
  /** Who has most to do first, nobody last. */
  byOrganisation: z.array(OrganisationCounts),
  /** Null: nobody's. */
  bySide: z.array(Counts.extend({ side: Side.nullable() })),
  goals: z.array(Goal),
  trend: z.object({
    /** Nothing is known of the time before; null where nothing was read yet. */
    since: Day.nullable(),
    weeks: z.array(Week),
  }),
  indicators: z.array(Indicator),
  indicatorCount: Count,
  asks: z.object({
    /** Without those that were withdrawn. */
    asked: Count,
    waiting: Count,
    overdue: Count,
    /** By the last answer of each. */
    byKind: z.record(z.enum(answerKinds), Count),
    /** Days from asking to the first answer; null where there is none. */
    medianDays: z.number().nullable(),
    done: z.record(z.enum(doneStates), Count),
  }),
  /** What may be chosen from, whatever is chosen. Plans of rooms without a seat are counted, and not named. */
  organisations: z.array(z.object({ id: Id, name: z.string() })),
  plans: z.array(z.object({ documentId: Id, title: z.string(), roomId: Id, roomName: z.string() })),
  /** How many rooms' words are kept from the reader, who has no seat there. */
  roomsWithoutSeat: Count,
})
export type MonitoringView = z.infer<typeof MonitoringView>

const MonitoringWanted = z.strictObject({
  organisationId: Id.optional(),
  /** A plan. */
  documentId: Id.optional(),
})

export const readMonitoring = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/monitoring',
  needs: 'monitoring.view',
  summary: 'What became of the plans of a room: counts, trend, indicators and answers',
  params: RoomParams,
  query: MonitoringWanted,
  reply: MonitoringView,
})

/** Counts of all its rooms; words of plans only from rooms in which the reader has a seat. */
export const readProgrammeMonitoring = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId/monitoring',
  needs: 'programme.view',
  summary: 'What became of the plans of a programme: counts, trend, indicators and answers',
  params: ProgrammeParams,
  query: MonitoringWanted,
  reply: MonitoringView,
})

export const ActionReading = z.object({
  at: Time,
  status: z.string(),
  progress: z.int().nullable(),
  due: Day.nullable(),
  indicatorCurrent: z.number().nullable(),
})
export type ActionReading = z.infer<typeof ActionReading>

export const READINGS_SHOWN = 200

export const readActionReadings = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/plans/:documentId/actions/:actionId/readings',
  needs: 'document.read',
  summary: 'How far an action was each time that changed, the oldest first; the last 200',
  params: z.strictObject({ roomId: Id, documentId: Id, actionId: RecordId }),
  reply: z.object({
    /** Since when it is in the state it is in, as far as is known. */
    statusSince: Time.nullable(),
    readings: z.array(ActionReading),
  }),
})

/** new: promised since · moved: another day than then. */
export const carriedChanges = ['new', 'moved'] as const

const CarriedAction = z.object({
  documentId: Id,
  actionId: z.string(),
  title: z.string(),
  status: ActionStatus,
  due: Day.nullable(),
  isOverdue: z.boolean(),
  /** Since the last meeting that ended; null: nothing, or nothing is known of that time. */
  change: z.enum(carriedChanges).nullable(),
})
export type CarriedAction = z.infer<typeof CarriedAction>

const CarriedGroup = z.object({
  /** Null: nobody answers for these. */
  organisationId: Id.nullable(),
  name: z.string(),
  side: Side.nullable(),
  actions: z.array(CarriedAction),
})
export type CarriedGroup = z.infer<typeof CarriedGroup>

/** More than so many actions are no agenda any more: `count` says how many there are. */
export const CARRIED_MAX = 200

export const CarriedOver = z.object({
  /** The last meeting that ended; null before the first. */
  last: z.object({ id: Id, title: z.string(), endedAt: Time }).nullable(),
  /** Agreed or started, and not done. */
  count: Count,
  /** Overdue first, and who has something overdue. */
  groups: z.array(CarriedGroup),
  /** What became done since that meeting. */
  done: z.array(CarriedAction.extend({ responsible: z.string().nullable() })),
  asks: z.array(
    z.object({
      id: Id,
      kind: SourceKind,
      words: z.string(),
      organisation: z.string(),
      side: Side,
      replyBy: Day,
      isOverdue: z.boolean(),
    }),
  ),
})
export type CarriedOver = z.infer<typeof CarriedOver>

export const readCarriedOver = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/carried-over',
  needs: 'monitoring.view',
  summary: 'What the next meeting of a room begins with: promises that are open, by who answers for them',
  params: RoomParams,
  reply: CarriedOver,
})
