import { Worker } from 'node:worker_threads'
import { buffersOf, type FoldAnswer, type FoldQuestion } from './message.ts'

export type Folded = Exclude<FoldAnswer, { failed: string }>

const PATIENCE_MS = 30_000
const KEEP_IDLE_MS = 60_000
/** A thread that wants more ends, and with it its one job; the node goes on. */
const HEAP_MAX_MB = 768

/**
 * The one thread of a node in which documents are folded, and read for their rows, one at a time. It is started by the
 * first question and ended when it has had none for a minute. A thread that ends, or doesn't answer within 30 s, fails
 * the question it was at; the next question gets a new one.
 */
export class FoldWorker {
  readonly #script: URL
  readonly #patienceMs: number
  readonly #keepIdleMs: number
  #thread: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor({
    script = new URL('../../worker.ts', import.meta.url),
    patienceMs = PATIENCE_MS,
    keepIdleMs = KEEP_IDLE_MS,
  }: { script?: URL; patienceMs?: number; keepIdleMs?: number } = {}) {
    this.#script = script
    this.#patienceMs = patienceMs
    this.#keepIdleMs = keepIdleMs
  }

  get isRunning(): boolean {
    return this.#thread !== undefined
  }

  /** Answers when the questions before it are answered. The question's buffers are gone afterwards. */
  fold(question: FoldQuestion): Promise<Folded> {
    return this.ask<FoldQuestion, Folded>(question, buffersOf(question))
  }

  /** The same for anything else that the thread knows; rejects with what an answer says has `failed`. */
  ask<Question, Answer extends object>(question: Question, transferred: ArrayBuffer[]): Promise<Answer> {
    const turn = this.#last.then(() => this.#ask<Answer>(question, transferred))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Ends the thread; the question it is at fails. A later one starts it again. */
  async close(): Promise<void> {
    clearTimeout(this.#idle)
    const thread = this.#thread
    this.#thread = undefined
    await thread?.terminate()
  }

  async #ask<Answer extends object>(question: unknown, transferred: ArrayBuffer[]): Promise<Answer> {
    clearTimeout(this.#idle)
    const thread = (this.#thread ??= this.#start())
    const late = setTimeout(() => void thread.terminate(), this.#patienceMs)
    try {
      const answer = await answerOf<Answer>(thread, question, transferred)
      if ('failed' in answer) throw new Error(answer.failed)
      return answer
    } finally {
      clearTimeout(late)
      this.#idle = setTimeout(() => void this.close(), this.#keepIdleMs).unref()
    }
  }

  #start(): Worker {
    const thread = new Worker(this.#script, {
      name: 'fold',
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB, maxYoungGenerationSizeMb: 32 },
    })
    thread.unref()
    // Whoever asked is told by `exit`; unheard, this would end the node.
    thread.on('error', () => {})
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined
    })
    return thread
  }
}

type Failed = { failed: string }

function answerOf<Answer>(thread: Worker, question: unknown, transferred: ArrayBuffer[]): Promise<Answer | Failed> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the folding thread ended before it had answered'))
    thread.once('exit', onExit)
    thread.once('message', (answer: Answer | Failed) => {
      thread.off('exit', onExit)
      resolve(answer)
    })
    thread.postMessage(question, transferred)
  })
}

/** The thread of this process; the nodes of a test that live in one process share it. */
export const folding = new FoldWorker()
