import type { DraftNote } from '@meydan/shared/contracts/writing'
import type { NoteKind } from '@meydan/shared/documents/board/records'
import { reactive } from 'vue'
import type { ClientErrorCode } from '../../api.ts'
import type { UnsentNote } from '../../documents/unsent.ts'

export const SAVE_AFTER_MS = 400
const RETRY_FIRST_MS = 2_000
const RETRY_MOST_MS = 15_000

/** What cures itself: then it is tried again, and the person need not do anything. */
const PASSING: readonly ClientErrorCode[] = ['offline', 'unavailable', 'busy', 'slow_down', 'internal']

/** `held`: the step doesn't run · `unsent`: it was revealed without these words · `refused`: see `problem`. */
export type CardState = 'new' | 'saved' | 'saving' | 'unsaved' | 'held' | 'unsent' | 'refused'
export type Card = Content & { id: string; state: CardState; problem: ClientErrorCode | null }
export type Content = { text: string; kind: NoteKind | null; position: number }

/** A card and what the server has of it, as far as it is known: null nothing, undefined nobody can say. */
type Entry = {
  card: Card
  known: Content | null | undefined
  gone: boolean
  busy: boolean
  /** Written or answered last, `performance.now()`. */
  changedAt: number
  /** How often in a row the server said that the step is over. */
  overs: number
}

export type BookDeps = {
  put: (id: string, content: Content) => Promise<unknown>
  remove: (id: string) => Promise<unknown>
  codeOf: (error: unknown) => ClientErrorCode
  /** Keeps a note until it is sent. */
  keep: (note: UnsentNote) => void
  drop: (id: string) => void
  /** What was kept before. */
  waiting: readonly UnsentNote[]
  /** The server says that the step is over: look how it stands. */
  isOver: () => void
}

export type Standing = { open: boolean; revealed: boolean; mine: readonly DraftNote[]; askedAt: number }

/**
 * One person's private notes of one step: as they are on the screen, sent as soon as somebody pauses in writing, and
 * sent again until the server has them. For each note one request at a time, so that none overtakes another.
 */
export class DraftBook {
  /** In their order. */
  readonly cards: Card[] = reactive([])
  readonly #deps: BookDeps
  readonly #entries = new Map<string, Entry>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #retryMs = RETRY_FIRST_MS
  #isRevealed = false

  constructor(deps: BookDeps) {
    this.#deps = deps
    for (const { gone, id, text, kind, position } of deps.waiting) {
      const entry = this.#enter(id, { text, kind, position }, undefined)
      entry.gone = gone
      if (gone) this.#leave(id)
    }
  }

  add(text = ''): Card {
    const position = Math.max(-1, ...this.cards.map((card) => card.position)) + 1
    const entry = this.#enter(crypto.randomUUID(), { text, kind: null, position }, null)
    if (text !== '') this.#changed(entry)
    return entry.card
  }

  edit(id: string, change: Partial<Pick<Card, 'text' | 'kind'>>): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    Object.assign(entry.card, change)
    this.#changed(entry)
  }

  remove(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    entry.gone = true
    this.#leave(id)
    this.#changed(entry, 0)
  }

  /** Brings a deleted note back to where it was. */
  bringBack(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry?.gone) return
    entry.gone = false
    this.#place(entry.card)
    this.#changed(entry, 0)
  }

  /** Takes words that could not be sent off the screen and the device. */
  putAway(id: string): void {
    this.#deps.drop(id)
    this.#forget(id)
  }

  /** Sends at once what waits for a pause in writing, or to be tried again. */
  flush(): void {
    for (const id of [...this.#timers.keys()]) void this.#settle(this.#entries.get(id)!)
  }

  /**
   * Takes over what the server said to a question asked at `askedAt` (`performance.now()`). What was written or
   * answered since is newer, and what isn't saved stays as it is on the screen.
   */
  follow({ open, revealed, mine, askedAt }: Standing): void {
    this.#isRevealed = revealed
    if (!revealed) this.#adopt(mine, askedAt)
    for (const entry of [...this.#entries.values()]) {
      const { card, busy } = entry
      if (busy) continue
      if (isSettled(entry)) {
        if (revealed) this.#forget(card.id)
      } else if (open || (revealed && card.state !== 'unsent')) void this.#settle(entry)
      else if (!revealed) card.state = 'held'
    }
  }

  #adopt(mine: readonly DraftNote[], askedAt: number): void {
    const theirs = new Set(mine.map(({ id }) => id))
    for (const { id, text, kind, position } of mine) {
      const entry = this.#entries.get(id)
      if (!entry) this.#enter(id, { text, kind, position }, { text, kind, position })
      else if (isOlder(entry, askedAt)) {
        // The server trims what it is given; under somebody's cursor that would take the space just typed.
        if (text !== cleaned(entry.card.text)) entry.card.text = text
        Object.assign(entry.card, { kind, position })
        entry.known = wantedOf(entry)
      }
    }
    for (const entry of [...this.#entries.values()]) {
      if (entry.known && isOlder(entry, askedAt) && !theirs.has(entry.card.id)) this.#forget(entry.card.id)
    }
  }

  #enter(id: string, content: Content, known: Entry['known']): Entry {
    const state = known ? 'saved' : known === null ? 'new' : 'unsaved'
    const card = reactive<Card>({ ...content, id, state, problem: null })
    const entry = { card, known, gone: false, busy: false, changedAt: performance.now(), overs: 0 }
    this.#entries.set(id, entry)
    this.#place(card)
    return entry
  }

  #place(card: Card): void {
    const place = this.cards.findIndex(({ position }) => position > card.position)
    this.cards.splice(place < 0 ? this.cards.length : place, 0, card)
  }

  #leave(id: string): void {
    const place = this.cards.findIndex((card) => card.id === id)
    if (place >= 0) this.cards.splice(place, 1)
  }

  #forget(id: string): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.#entries.delete(id)
    this.#leave(id)
  }

  #changed(entry: Entry, afterMs = SAVE_AFTER_MS): void {
    const { card, gone } = entry
    entry.changedAt = performance.now()
    entry.overs = 0
    if (isSettled(entry) && !entry.busy) return this.#settled(entry)
    card.state = 'unsaved'
    card.problem = null
    this.#deps.keep({ id: card.id, text: card.text, kind: card.kind, position: card.position, gone })
    this.#later(entry, afterMs)
  }

  #later(entry: Entry, ms: number): void {
    clearTimeout(this.#timers.get(entry.card.id))
    this.#timers.set(
      entry.card.id,
      setTimeout(() => void this.#settle(entry), ms),
    )
  }

  async #settle(entry: Entry): Promise<void> {
    const { id } = entry.card
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    if (entry.busy) return
    entry.busy = true
    try {
      while (!isSettled(entry)) {
        const sent = wantedOf(entry)
        entry.card.state = 'saving'
        // Whether it arrives nobody knows until there is an answer.
        entry.known = undefined
        await (sent ? this.#deps.put(id, sent) : this.#deps.remove(id))
        entry.known = sent
        entry.changedAt = performance.now()
      }
      this.#retryMs = RETRY_FIRST_MS
      this.#settled(entry)
    } catch (error) {
      this.#failed(entry, this.#deps.codeOf(error))
    } finally {
      entry.busy = false
    }
  }

  #settled(entry: Entry): void {
    const { card, known } = entry
    card.state = known ? 'saved' : 'new'
    card.problem = null
    entry.overs = 0
    this.#deps.drop(card.id)
    // What is saved is on the board by then.
    if (this.#isRevealed) this.#forget(card.id)
  }

  #failed(entry: Entry, code: ClientErrorCode): void {
    const { card } = entry
    if (PASSING.includes(code)) {
      card.state = 'unsaved'
      this.#later(entry, this.#retryMs)
      this.#retryMs = Math.min(RETRY_MOST_MS, this.#retryMs * 2)
    } else if (code !== 'step_over') {
      card.state = 'refused'
      card.problem = code
    } else if (this.#isRevealed) {
      card.state = 'unsent'
      if (!wantedOf(entry)) this.putAway(card.id)
    } else {
      card.state = 'held'
      entry.overs += 1
      // Once: a second time wouldn't tell more.
      if (entry.overs === 1) this.#deps.isOver()
    }
  }
}

/** What the server should have of a note: nothing of one that is deleted or empty. */
function wantedOf({ card, gone }: Entry): Content | null {
  if (gone || card.text.trim() === '') return null
  return { text: card.text, kind: card.kind, position: card.position }
}

function isSettled(entry: Entry): boolean {
  const [wanted, { known }] = [wantedOf(entry), entry]
  if (!wanted || !known) return wanted === known
  return wanted.text === known.text && wanted.kind === known.kind && wanted.position === known.position
}

/** Whether what the server said to a question of that moment is newer than what is here. */
function isOlder(entry: Entry, askedAt: number): boolean {
  return !entry.busy && !entry.gone && isSettled(entry) && entry.changedAt < askedAt
}

function cleaned(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim()
}
