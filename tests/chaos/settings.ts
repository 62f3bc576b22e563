/** `npm test` runs the short form on machines shared with others; `npm run test:chaos` the long one. */
const isLong = process.env.CHAOS === 'long'

type Form<T> = { short: T; long: T }
const choose = <T>({ short, long }: Form<T>): T => (isLong ? long : short)
const between = (shortest: number, longest: number): readonly [number, number] => [shortest, longest]

/** Every number that differs between the two forms. Times in milliseconds. */
export const settings = {
  isLong,
  killed: choose({
    short: {
      seeds: 1,
      lasts: 5_000,
      kill: between(1_000, 2_000),
      editsPerSecond: 60,
      atLeast: { edits: 150, faults: 3 },
    },
    long: {
      seeds: 5,
      lasts: 25_000,
      kill: between(2_500, 5_500),
      editsPerSecond: 60,
      atLeast: { edits: 1_000, faults: 4 },
    },
  }),
  savedAfterRestart: choose({ short: 15_000, long: 10_000 }),
  failpoints: choose({ short: { times: 1, edits: 6 }, long: { times: 10, edits: 20 } }),
  databaseAway: choose({
    short: { away: 5_000, seeds: 1, savedAfter: 10_000, warmUp: 1_000, growthMB: 50 },
    // Long enough for the first fold, whose worker thread is no growth of the fault's.
    long: { away: 30_000, seeds: 3, savedAfter: 5_000, warmUp: 15_000, growthMB: 50 },
  }),
  slow: choose({ short: { lock: 3_000, factor: 5, atLeast: 300 }, long: { lock: 10_000, factor: 2, atLeast: 100 } }),
  offline: choose({
    short: { edits: 2_000, waitsForTheClient: false, convergeWithin: 8_000 },
    long: { edits: 2_000, waitsForTheClient: true, convergeWithin: 3_000 },
  }),
  frames: choose({ short: { seeds: 1, edits: 500 }, long: { seeds: 20, edits: 500 } }),
  diskFull: choose({
    short: { recoverWithin: 10_000, fullFor: 1_500 },
    long: { recoverWithin: 5_000, fullFor: 5_000 },
  }),
  opening: choose({ short: { tries: 20, atOnce: 10 }, long: { tries: 200, atOnce: 20 } }),
  corrupt: choose({
    short: { measures: 40, factor: 4, atLeast: 150 },
    long: { measures: 200, factor: 1.2, atLeast: 40 },
  }),
  split: choose({ short: { edits: 20, propagateWithin: 6_000 }, long: { edits: 100, propagateWithin: 3_000 } }),
  redis: choose({
    short: { hangs: 3_000, measures: 30, factor: 4, atLeast: 150 },
    long: { hangs: 30_000, measures: 200, factor: 1.2, atLeast: 40 },
  }),
  // A node that has just started grows by itself for a quarter of a minute.
  slowReader: choose({
    short: { before: 6_000, factor: 4, atLeast: 250, growthMB: 100 },
    long: { before: 25_000, factor: 1.5, atLeast: 60, growthMB: 20 },
  }),
  // As many a second in both forms.
  rush: choose({
    short: { joins: 100, guests: 16, within: 3_300, p95: 3_000, longest: 8_000, insiders: 800 },
    long: { joins: 300, guests: 50, within: 10_000, p95: 3_000, longest: 8_000, insiders: 500 },
  }),
  // Sixty a second go, six at a time, and don't come at even pace: a window holds two sixes more than its share.
  deploy: choose({
    short: { people: 30, window: 200, perSecond: 115, exitWithin: 10_000, editableWithin: 5_000 },
    long: { people: 100, window: 1_000, perSecond: 72, exitWithin: 10_000, editableWithin: 5_000 },
  }),
} as const
