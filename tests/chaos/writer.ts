import { moveItems, removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { noteColours } from '@meydan/shared/documents/board/records'
import type { Random } from '../support/seed.ts'
import { type SyncClient, syncClient } from '../support/client.ts'
import type { History } from './history.ts'

/** `frame` on `connection` carries it; without a frame, the step 2 of the first connection from `connection` on. */
type Waiting = { id: string; connection: number; frame: number | null }

let made = 0

// Every provider of y-websocket listens to the end of the process.
process.setMaxListeners(0)

/**
 * Somebody with a real document who writes through the board's own model. Every counted edit adds one note with words
 * of its own, so that the stored document says exactly what was lost and what doubled.
 */
export class Writer {
  readonly name: string
  readonly client: SyncClient
  readonly board: Board
  readonly #history: History
  #waiting: Waiting[] = []
  #count = 0

  constructor(server: { url: string }, documentId: string, cookie: string, history: History) {
    this.name = `w${made++}`
    this.#history = history
    this.client = syncClient(server, documentId, cookie, { ack: true })
    this.board = new Board(this.client.doc)
    const count = this.client.provider.messageHandlers[64]!
    this.client.provider.messageHandlers[64] = (...message) => {
      count(...message)
      this.#settle()
    }
  }

  get isSaved(): boolean {
    const { sent, acked } = this.client.frames
    return this.client.provider.synced && sent > 0 && acked >= sent && this.#waiting.length === 0
  }

  get unsaved(): number {
    return this.#waiting.length
  }

  /** One counted edit; `words` makes it as large as a test needs it. Answers with its id. */
  add(words = ''): string {
    const id = `edit ${this.name}.${this.#count++}`
    const { frames, provider } = this.client
    const before = frames.sent
    const isConnecting = provider.ws !== null && !provider.wsconnected
    const connection = frames.connection
    this.#history.issue(this.name, id)
    const at = { x: this.#count * 7, y: made * 11 }
    this.board.addNotes([{ at, text: words ? `${id} ${words}` : id }], { seat: null, side: 'civil' })
    if (frames.sent > before) this.#waiting.push({ id, connection, frame: frames.sent })
    else this.#waiting.push({ id, connection: isConnecting ? connection : connection + 1, frame: null })
    return id
  }

  /** An edit as people make them: mostly new notes, but also words, moves, colours, frames and removals. */
  act(random: Random): void {
    const dice = random.below(100)
    const notes = [...this.board.notes.all()]
    if (dice < 60 || notes.length === 0) return void this.add()
    const { id, at } = random.pick(notes)
    if (dice < 72) this.board.write(id, `${this.board.textOf(id).slice(0, 200)} +${random.below(10)}`)
    else if (dice < 84) moveItems(this.board, new Map([[id, { x: at.x + 5, y: random.below(2_000) }]]))
    else if (dice < 92) this.board.edit([id], { colour: random.pick(noteColours) })
    else if (dice < 96) this.#frame(random)
    else this.#scratch()
  }

  destroy(): void {
    this.client.destroy()
  }

  #frame(random: Random): void {
    const frames = this.board.frames.all()
    if (frames.length < 8) {
      const at = { x: random.below(2_000), y: random.below(2_000) }
      this.board.addFrame({ at, size: { width: 300, height: 300 }, title: this.name })
    } else this.board.edit([random.pick(frames).id], { title: `${this.name} ${random.below(100)}` })
  }

  /** Written and thrown away again: deletes that hit nobody's counted edit. */
  #scratch(): void {
    const ids = this.board.addNotes([{ at: { x: 0, y: 0 }, text: 'scratch' }], { seat: null, side: 'civil' })
    removeItems(this.board, ids)
  }

  #settle(): void {
    const { connection, acked, answeredAt } = this.client.frames
    const answered = answeredAt > 0 && acked >= answeredAt
    const isCommitted = (edit: Waiting) =>
      edit.frame !== null && edit.connection === connection
        ? acked >= edit.frame
        : answered && (edit.frame === null ? edit.connection <= connection : edit.connection < connection)
    this.#waiting = this.#waiting.filter((edit) => {
      if (!isCommitted(edit)) return true
      this.#history.ack(this.name, edit.id)
      return false
    })
  }
}
