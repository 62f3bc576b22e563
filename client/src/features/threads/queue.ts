import { AttachmentView, ThreadAnchor } from '@meydan/shared/contracts/threads'
import { z } from 'zod'
import { anchorKey } from '../../threads/anchor-key.ts'

const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('thread'), threadId: z.uuid() }),
  z.object({ kind: z.literal('new'), anchor: ThreadAnchor, words: z.string() }),
])
export type Target = z.infer<typeof Target>

const Queued = z.object({
  /** Also the comment's: the server keeps it once, however often it is sent. */
  id: z.uuid(),
  target: Target,
  text: z.string(),
  attachments: z.array(AttachmentView),
  /** ISO 8601, when it was written. */
  at: z.string(),
  /** Why the server refuses it, a code of `errors.`; null while it waits. */
  problem: z.string().nullable(),
})
/** A comment that was written and that the server hasn't said it has. */
export type Queued = z.infer<typeof Queued>

/** What is kept of a queue, or nothing where that can't be read. */
export function readQueue(kept: string | null): Queued[] {
  try {
    return z.array(Queued).parse(JSON.parse(kept ?? '[]'))
  } catch {
    return []
  }
}

/** The queue with an entry added, or changed. */
export function withEntry(queue: readonly Queued[], entry: Queued): Queued[] {
  const isKnown = queue.some(({ id }) => id === entry.id)
  return isKnown ? queue.map((one) => (one.id === entry.id ? entry : one)) : [...queue, entry]
}

/**
 * The queue once an entry has arrived in a thread: what else was written about the same, to begin a thread, answers in
 * that one.
 */
export function afterArrival(queue: readonly Queued[], arrived: Queued, threadId: string): Queued[] {
  const left = queue.filter(({ id }) => id !== arrived.id)
  if (arrived.target.kind === 'thread') return left
  const begun = anchorKey(arrived.target.anchor)
  const isMeant = ({ target }: Queued) => target.kind === 'new' && anchorKey(target.anchor) === begun
  return left.map((one) => (isMeant(one) ? { ...one, target: { kind: 'thread', threadId } } : one))
}

/**
 * The next to be sent; what was written after something that is refused, or has to wait, doesn't wait for it. `waits`:
 * what a thread is to be about isn't with the server yet.
 */
export function nextToSend(queue: readonly Queued[], waits: (anchor: ThreadAnchor) => boolean): Queued | null {
  const mustWait = ({ target }: Queued) => target.kind === 'new' && waits(target.anchor)
  return queue.find((entry) => entry.problem === null && !mustWait(entry)) ?? null
}

/** Whether the server knew no such words: they are gone, or were written on this device and are still on their way. */
export function isOfUnknownWords({ target, problem }: Queued): boolean {
  return problem === 'not_found' && target.kind === 'new' && target.anchor.kind === 'passage'
}

/** What passes by itself: the comment waits and is sent again. */
const PASSING = new Set(['offline', 'unavailable', 'busy', 'slow_down', 'internal'])

/** Why a comment was refused, as the code of an error; null where it only has to wait. */
export function refusalOf(code: string): string | null {
  return PASSING.has(code) ? null : code
}

/** The queue with what the server knew no words of, where it may know them by now, to be sent once more. */
export function askedAnew(queue: readonly Queued[], waits: (anchor: ThreadAnchor) => boolean): Queued[] {
  const isDue = (one: Queued) => isOfUnknownWords(one) && one.target.kind === 'new' && !waits(one.target.anchor)
  return queue.map((one) => (isDue(one) ? { ...one, problem: null } : one))
}

/** Which of them were written into one thread, or about one thing of which none is begun yet. */
export function queuedAt(queue: readonly Queued[], place: Target): Queued[] {
  return queue.filter(({ target }) => placeOf(target) === placeOf(place))
}

/** One text for where something is written. */
export function placeOf(target: Target): string {
  return target.kind === 'thread' ? target.threadId : `new ${anchorKey(target.anchor)}`
}
