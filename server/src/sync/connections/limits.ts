/**
 * What one connection, one person, one link and one address may ask of a node. Start values from honest peaks (typing:
 * 10 frames/s of 60 bytes; dragging: 15 awareness/s; an hour without network: 300 KB in one step 2), with room above
 * them. LIMIT_SCALE multiplies every one of them.
 */
export const perConnection = {
  frames: { perSecond: 60, burst: 200 },
  bytes: { perSecond: 256 * 1024, burst: 2 * 1024 * 1024 },
  awareness: { perSecond: 15, burst: 15 },
  /** Repeating the question costs four bytes, the answer the whole document. */
  step1: { perSecond: 0.1, burst: 2 },
  /** Times a connection may be made to wait; whoever needs that again and again is sent away. */
  waits: { perSecond: 1 / 30, burst: 5 },
} as const

/** Over all connections of a person at this node. */
export const perPerson = {
  connections: 6,
  /** A board and a private document, in two windows. */
  guestConnections: 4,
  frames: { perSecond: 120, burst: 400 },
  bytes: { perSecond: 512 * 1024, burst: 4 * 1024 * 1024 },
  /** Time the gate spends on their frames, ms: a busy writer on a busy machine needs 20 a second. */
  gate: { perSecond: 40, burst: 1_000 },
} as const

/** Sockets of everybody who came by one link: two for each use, and never too few for a workshop. */
export function socketsPerLink(maxUses: number): number {
  return Math.max(200, 2 * maxUses)
}

/**
 * A workshop of 300 sits behind one address. Who has a session of ours counts by that session; strangers, and they
 * alone, by their address.
 */
export const perAddress = {
  sockets: 1_000,
  strangers: { perSecond: 3, burst: 30 },
} as const

/** Handshakes with one session: reconnecting in a loop is no way to load the database. */
export const perSession = { handshakes: { perSecond: 3, burst: 30 } } as const

/** `parallel` leaves connections of the pool to those who are inside and write. */
export const admissions = { parallel: 6, waiting: 2_000, patienceMs: 10_000 } as const

export const buffers = {
  shedAwarenessBytes: 1024 * 1024,
  mostBytes: 4 * 1024 * 1024,
  /** One message of this size or more may lie in front of `mostBytes` while it drains: a document on its way. */
  bulkBytes: 256 * 1024,
  bulkMostBytes: 12 * 1024 * 1024,
  nodeBytes: 256 * 1024 * 1024,
} as const
