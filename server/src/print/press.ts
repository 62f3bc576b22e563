import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { AppError, type ErrorCode } from '@meydan/shared/errors'
import type { PrintAnswer, PrintFailure, PrintPictures } from './message.ts'

const PATIENCE_MS = 30_000
const KEEP_IDLE_MS = 60_000
const WAITING_MAX = 8
/** Of these one person's: whoever prints what takes half a minute each time leaves room for others. */
const WAITING_OF_ONE_MAX = 2
/** Of the printing process, with Typst's own; a board of 2,000 notes takes half of it. */
const MEMORY_MAX_BYTES = 800 * 1024 * 1024
const HEAP_MAX_MB = 384
const LOOK_EVERY_MS = 250
const CODES = { nothing: 'not_found', broken: 'internal' } as const

/** No PDF came of it; `why` is for the log. */
export class PrintError extends AppError {
  readonly why: string
  constructor(failed: PrintFailure, tooLarge: ErrorCode, why: string) {
    super(failed === 'tooLarge' ? tooLarge : CODES[failed])
    this.why = why
  }
}

export type PrintJob = {
  /** The address of the module whose `makePdf` is asked in the printing process. */
  maker: string
  /** What it is told; plain enough to be sent. */
  question: unknown
  /** What it is called when it is more than is printed at once. */
  tooLarge: ErrorCode
  fetchPictures?: (files: string[]) => Promise<PrintPictures>
}

/**
 * The one process of a node in which PDFs are made, one at a time: Typst is native code, which a thread could neither
 * interrupt nor hold to a memory, and whose fall would take the node with it. It is started by the first question,
 * knows none of the node's settings, and ends when it has had none for a minute; one that takes longer than 30 s or too
 * much memory is killed, and with it fails the question it was at.
 */
export class Press {
  readonly #script: URL
  readonly #patienceMs: number
  readonly #keepIdleMs: number
  readonly #memoryMax: number
  #process: ChildProcess | undefined
  #idle: NodeJS.Timeout | undefined
  #last: Promise<unknown> = Promise.resolve()
  /** Who asked what is not answered yet. */
  readonly #waiting: (string | undefined)[] = []

  constructor({
    script = new URL('./printing-process.ts', import.meta.url),
    patienceMs = PATIENCE_MS,
    keepIdleMs = KEEP_IDLE_MS,
    memoryMax = MEMORY_MAX_BYTES,
  }: { script?: URL; patienceMs?: number; keepIdleMs?: number; memoryMax?: number } = {}) {
    this.#script = script
    this.#patienceMs = patienceMs
    this.#keepIdleMs = keepIdleMs
    this.#memoryMax = memoryMax
  }

  /** Of the process, while there is one. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /**
   * Answers when the questions before it are answered. Throws `busy` where too many wait, or too many of the person who
   * asks (`by`), `not_found` where nothing of what was chosen is there, the job's `tooLarge`, also where it took too long
   * or too much memory.
   */
  async print(job: PrintJob, by?: string): Promise<Uint8Array> {
    const theirs = by === undefined ? 0 : this.#waiting.filter((person) => person === by).length
    if (this.#waiting.length >= WAITING_MAX || theirs >= WAITING_OF_ONE_MAX) throw new AppError('busy')
    this.#waiting.push(by)
    const turn = this.#last.then(() => this.#ask(job))
    this.#last = turn.catch(() => {})
    try {
      return await turn
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(by), 1)
    }
  }

  /** Ends the process; the question it is at fails. */
  close(): void {
    clearTimeout(this.#idle)
    if (this.#process) this.#end(this.#process)
  }

  #end(printing: ChildProcess): void {
    printing.kill('SIGKILL')
    if (this.#process === printing) this.#process = undefined
  }

  async #ask(job: PrintJob): Promise<Uint8Array> {
    clearTimeout(this.#idle)
    const printing = (this.#process ??= this.#start())
    let isOver = false
    const end = () => {
      isOver = true
      this.#end(printing)
    }
    const late = setTimeout(end, this.#patienceMs)
    const look = setInterval(() => {
      void memoryOf(printing.pid).then((bytes) => bytes > this.#memoryMax && end())
    }, LOOK_EVERY_MS)
    try {
      const answer = await answerOf(printing, job)
      if ('failed' in answer) throw new PrintError(answer.failed, job.tooLarge, answer.why)
      return answer.pdf
    } catch (error) {
      // It waits for pictures still: it would ask this one's room for those of the next question.
      if (!(error instanceof PrintError)) this.#end(printing)
      throw isOver ? new PrintError('tooLarge', job.tooLarge, 'it took too long or too much memory') : error
    } finally {
      clearTimeout(late)
      clearInterval(look)
      // What a large board took is not given back: the next one would be held to what is left.
      if ((await memoryOf(printing.pid)) > this.#memoryMax / 2) this.#end(printing)
      this.#idle = setTimeout(() => this.close(), this.#keepIdleMs).unref()
    }
  }

  #start(): ChildProcess {
    const { SystemRoot } = process.env
    const printing = fork(this.#script, {
      execArgv: [`--max-old-space-size=${HEAP_MAX_MB}`],
      // No address of a database, no secret: it only reads what it is sent. Windows can't start without its root.
      env: { ...(SystemRoot && { SystemRoot }), TZ: process.env.TZ },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    printing.unref()
    printing.channel?.unref()
    // Whoever asked is told by `exit`; unheard, this would end the node.
    printing.on('error', () => {})
    printing.on('exit', () => {
      if (this.#process === printing) this.#process = undefined
    })
    return printing
  }
}

function answerOf(
  printing: ChildProcess,
  { maker, question, tooLarge, fetchPictures = async () => ({ pictures: [] }) }: PrintJob,
): Promise<Exclude<PrintAnswer, { wants: string[] }>> {
  return new Promise((resolve, reject) => {
    const onEnd = () => reject(new PrintError('broken', tooLarge, 'the printing process ended before it had answered'))
    const onMessage = (answer: PrintAnswer) => {
      if ('wants' in answer) {
        fetchPictures(answer.wants).then((pictures) => printing.send(pictures, () => {}), reject)
        return
      }
      printing.off('exit', onEnd).off('message', onMessage)
      resolve(answer)
    }
    printing.once('exit', onEnd).on('message', onMessage)
    printing.send({ maker, question }, (error) => error && onEnd())
  })
}

/** What a process holds, where the system says so (Linux); else 0. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
}
