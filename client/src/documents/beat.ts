/** More than so many others on a document are a crowd. */
const CROWD = 8
const BEAT_MS = 40

/**
 * Whether what others do is shown in common beats. Each of thirty people's letters and movements in a frame of its own
 * keeps the browser drawing without a pause; together they leave it time for what is typed here. In a hidden page timers
 * hardly run, and nothing is drawn anyway.
 */
export function isCrowd(others: number): boolean {
  return others > CROWD && globalThis.document?.hidden !== true
}

/** Runs it at the next beat: all that wait come in one frame, some 25 times a second. Answers with what ends the wait. */
export function atNextBeat(run: () => void): () => void {
  const timer = setTimeout(run, BEAT_MS - (performance.now() % BEAT_MS))
  return () => clearTimeout(timer)
}
