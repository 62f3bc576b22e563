import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { Committed } from './committed.ts'
import { forget, read, write } from './device.ts'

/** What stands beside a copy: which life of the document it belongs to, and how much of it is committed. */
export type CopyFacts = { epoch: number; committed: Committed }

const PATIENCE_MS = 3_000
/** Stands while a copy is being emptied: a reload in the middle of that must not take it for a good one. */
const DROPPING = 'meydan.dropping.'

/** A document's copy in IndexedDB. Until `opened` has settled nothing of it may be sent: it can be of an older epoch. */
export class KeptCopy {
  /** What the copy knows of itself; null where there was none, or it can't be read now. Never rejects. */
  readonly opened: Promise<CopyFacts | null>
  readonly #persistence: IndexeddbPersistence
  readonly #mark: string
  #gone = false
  #facts: CopyFacts | undefined
  #isWriting = false

  constructor(name: string, doc: Y.Doc) {
    this.#mark = DROPPING + name
    this.#persistence = new IndexeddbPersistence(name, doc)
    this.opened = this.#open()
  }

  /** Whether an update came out of this copy. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#persistence
  }

  /**
   * Remembers the facts at once: a page that is closed too early would take what others wrote for words of its own. What
   * comes while a write is under way goes into one write after it.
   */
  note(facts: CopyFacts): void {
    this.#facts = facts
    forget(this.#mark)
    if (!this.#isWriting) void this.#write()
  }

  /** Closes the copy and leaves it on the device. */
  close(): void {
    if (this.#gone) return
    this.#gone = true
    void this.#persistence.destroy().catch(() => {})
  }

  /** Empties the copy and closes it. Emptied, not deleted: another window that has it open would block that. */
  async drop(): Promise<void> {
    if (this.#gone) return
    this.#gone = true
    write(this.#mark, 'yes')
    const { db } = this.#persistence
    if (db) {
      const transaction = db.transaction(['updates', 'custom'], 'readwrite')
      for (const name of ['updates', 'custom']) transaction.objectStore(name).clear()
      await new Promise<void>((resolve) => {
        transaction.oncomplete = () => {
          forget(this.#mark)
          resolve()
        }
        transaction.onerror = transaction.onabort = () => resolve()
      })
    }
    await this.#persistence.destroy().catch(() => {})
  }

  async #open(): Promise<CopyFacts | null> {
    const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null))
    const facts = await Promise.race([patience, this.#readFacts().catch(() => null)])
    // What comes out of it later could be of another epoch than the one the server was told of.
    if (!facts && !this.#persistence.synced) this.close()
    return facts
  }

  async #readFacts(): Promise<CopyFacts | null> {
    await this.#persistence.whenSynced
    const epoch: unknown = await this.#persistence.get('epoch')
    const vector: unknown = await this.#persistence.get('committed')
    if (typeof epoch !== 'number' || read(this.#mark)) return null
    return { epoch, committed: new Committed(vector instanceof Uint8Array ? vector : undefined) }
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    try {
      await this.opened
      for (let facts = this.#facts; facts && !this.#gone; facts = this.#facts) {
        this.#facts = undefined
        // Both at once: the types of `set` know no bytes, IndexedDB does.
        const vector = facts.committed.encode() as unknown as ArrayBuffer
        await Promise.all([this.#persistence.set('epoch', facts.epoch), this.#persistence.set('committed', vector)])
      }
    } catch {
      // A full disk: the copy then counts as older than it is, which loses nothing.
    } finally {
      this.#isWriting = false
    }
  }
}
