import { z } from 'zod'
import { Name } from '../names.ts'
import { SEED_MAX, splitModes } from '../tables/split.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, Time } from './ids.ts'
import { MINUTES_MAX } from './meetings.ts'
import { TemplateChoice } from './rooms.ts'

export const TABLES_MAX = 30
export const HEADCOUNT_MAX = 99

/** A board for each table, or an area of the board everybody is on. */
export const tablePlaces = ['boards', 'areas'] as const
export const TablePlace = z.enum(tablePlaces)
export type TablePlace = z.infer<typeof TablePlace>

/** open: people sit there · merged: what they wrote is back on the plenary board · closed: it was ended without that. */
export const tableStates = ['open', 'merged', 'closed'] as const
export const TableState = z.enum(tableStates)
export type TableState = z.infer<typeof TableState>

const Heads = z.number().int().min(0).max(HEADCOUNT_MAX)
/** How many people sit around a table's one laptop, by side. */
export const Headcount = z.strictObject({ civil: Heads, public: Heads, neutral: Heads })
export type Headcount = z.infer<typeof Headcount>

export const TableView = z.object({
  id: Id,
  /** From 1, as it stands on the sign on the table. */
  number: z.number().int(),
  name: z.string(),
  state: TableState,
  place: TablePlace,
  /** Its own board, or with `areas` the board its frame is on; null where that is gone. */
  documentId: Id.nullable(),
  frameId: z.string().nullable(),
  /** The board everybody comes back to. */
  plenaryId: Id.nullable(),
  hostSeatId: Id.nullable(),
  /** Who writes for everybody at the table; null: each for themselves. */
  laptopSeatId: Id.nullable(),
  headcount: Headcount,
  endsAt: Time.nullable(),
  /** Who sits there, in the order they came; for tables that ended, who sat there then. */
  seatIds: z.array(Id),
  notesMerged: z.number().int().nullable(),
  createdAt: Time,
})
export type TableView = z.infer<typeof TableView>

/** A room's tables, the earliest first, and the one I sit at. `now` is the server's time. */
export const TablesView = z.object({ tables: z.array(TableView), mine: Id.nullable(), now: Time })
export type TablesView = z.infer<typeof TablesView>

const TableParams = z.strictObject({ roomId: Id, tableId: Id })
const SeatParams = TableParams.extend({ seatId: Id })

const Minutes = z
  .number({ error: 'minutes_range' })
  .int({ error: 'minutes_range' })
  .min(1, { error: 'minutes_range' })
  .max(MINUTES_MAX, { error: 'minutes_range' })
  .nullable()

export const readTables = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/tables',
  needs: 'table.view',
  summary: 'A room’s tables: who sits where, how long, and on which board',
  params: RoomParams,
  reply: TablesView,
})

/** Answers `conflict` while there are tables that haven't ended. People who have left the room meanwhile are left out. */
export const makeTables = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/tables',
  needs: 'table.manage',
  summary: 'Send people to tables, each with a board or an area of its own',
  params: RoomParams,
  body: z.strictObject({
    count: z.number().int().min(2).max(TABLES_MAX),
    split: z.enum(['byHand', ...splitModes]),
    place: TablePlace,
    /** The plenary board. */
    documentId: Id,
    /** What the tables' boards begin with; nothing where they are areas. */
    template: TemplateChoice.default('empty'),
    /** With the same people it gives the same tables: what was previewed is what is made. */
    seed: z.number().int().min(0).max(SEED_MAX).optional(),
    minutes: Minutes.default(null),
    /** Who is sent to tables; nobody where it is done by hand. */
    seatIds: z.array(Id).max(1000).default([]),
  }),
  reply: TablesView,
})

/** Sitting somewhere else ends with it: one sits at one table. Answers `table_closed` for one that has ended. */
export const moveSeat = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/tables/:tableId/seats/:seatId',
  needs: 'table.manage',
  summary: 'Send somebody to a table, from another one or from the plenary',
  params: SeatParams,
  reply: TablesView,
})

export const unseat = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/tables/:tableId/seats/:seatId',
  needs: 'table.manage',
  summary: 'Bring somebody back from a table to the plenary',
  params: SeatParams,
  reply: TablesView,
})

export const editTable = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/tables/:tableId',
  needs: 'table.manage',
  summary: 'Change a table’s name, host, laptop, the people around it, or how long it has from now',
  params: TableParams,
  body: z.strictObject({
    name: Name().optional(),
    hostSeatId: Id.nullable().optional(),
    /** Somebody who sits there. */
    laptopSeatId: Id.nullable().optional(),
    headcount: Headcount.optional(),
    minutes: Minutes.optional(),
  }),
  reply: TablesView,
})

export const timeTables = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/tables/time',
  needs: 'table.manage',
  summary: 'Give all tables so many minutes from now; null: as long as it takes',
  params: RoomParams,
  body: z.strictObject({ minutes: Minutes }),
  reply: TablesView,
})

/** Who sat there is back in the plenary; its board or area stays, with every note. */
export const deleteTable = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/tables/:tableId',
  needs: 'table.manage',
  summary: 'Close one table without bringing its notes back',
  params: TableParams,
  reply: TablesView,
})

export const countTableNotes = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/tables/notes',
  needs: 'table.manage',
  summary: 'How many notes each open table would bring back now',
  params: RoomParams,
  reply: z.object({ tables: z.array(z.object({ tableId: Id, notes: z.number().int() })) }),
})

/**
 * All of it or nothing: with `merge` every note of every table is on the plenary board afterwards, with its table, side
 * and author. Answers `table_closed` where no table is open: it was done already.
 */
export const endTables = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/tables/end',
  needs: 'table.manage',
  summary: 'Bring everybody back, and their notes to the plenary board',
  params: RoomParams,
  body: z.strictObject({ merge: z.boolean() }),
  reply: TablesView,
})
