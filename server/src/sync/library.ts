import type { Database } from '../database/schema.ts'
import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { differing } from './differing.ts'
import { isLongTail } from './document-log.ts'
import { type FoldWorker, folding } from './folding/worker.ts'
import { refusals } from './gate/content.ts'
import { DocumentLoader } from './load-document.ts'
import { HINT } from './node-message.ts'
import { OpenDocument, type OpenDocumentDeps } from './open-document.ts'
import { countQuarantined, releasedOf } from './quarantine.ts'

const LOOK_EVERY_MS = 2_000
const COUNT_EVERY_LOOKS = 30
const KEEP_IDLE_MS = 60_000
/** Somebody may have asked for it just now, and be about to take their place. */
const KEEP_AT_LEAST_MS = 1_000
const SETTLE_WITHIN_MS = 5_000

export type LibraryDeps = Omit<OpenDocumentDeps, 'onUnreadable'> & { db: Database; folding?: Pick<FoldWorker, 'fold'> }

/** How much is kept of what nobody looks at: documents, and their estimated bytes. */
export type IdleBounds = { documents: number; bytes: number }
const IDLE_BOUNDS: IdleBounds = { documents: 200, bytes: 256 * 1024 * 1024 }

/** One document of the library, from the moment somebody asked for it. */
type Entry = { loading: Promise<OpenDocument | undefined>; document?: OpenDocument }

/**
 * The documents open on this node: each loaded once, kept while somebody is there, unloaded when quiet and durable for
 * a minute, or sooner where too many are.
 */
export class Library {
  readonly #deps: LibraryDeps
  readonly #loader: DocumentLoader
  readonly #bounds: IdleBounds
  readonly #entries = new Map<string, Entry>()
  readonly #timer: NodeJS.Timeout
  #looks = 0
  #looking = false
  #closed = false

  constructor(deps: LibraryDeps, bounds = IDLE_BOUNDS) {
    this.#deps = deps
    this.#bounds = bounds
    this.#loader = new DocumentLoader({ folding, ...deps })
    // A rate can't be formed from a counter that appears with its first event.
    for (const reason of refusals) metrics.gateRejected.inc({ reason }, 0)
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
  }

  /**
   * The document, loaded if need be; undefined where there is none. Never one that is closed already: join it in the
   * same turn. One that began anew since it was loaded here, as whoever knows the newer `epoch` can tell, is loaded
   * again. Rejects while the database is away, and with UnreadableDocument where nothing of it can be shown.
   */
  async open(documentId: string, epoch = 0): Promise<OpenDocument | undefined> {
    for (;;) {
      if (this.#closed) throw new Error('the library is closed')
      const entry = this.#entries.get(documentId) ?? this.#start(documentId)
      const document = await entry.loading
      if (document && document.epoch < epoch) document.close('newerVersion')
      if (!document?.isClosed) return document
      this.#forget(documentId, entry)
    }
  }

  /** For whoever appended to a document's log beside its worker: everyone who has it open, on any node, is told. */
  announce(documentId: string): void {
    this.#entries.get(documentId)?.document?.pull()
    this.#deps.onCommitted?.(documentId)
    this.#deps.relay.publish(`doc:${documentId}`, HINT)
  }

  /** Waits until what was received is durable, then closes every document with "come back". */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    const documents = [...this.#entries.values()].flatMap(({ document }) => document ?? [])
    const patience = new Promise((resolve) => setTimeout(resolve, SETTLE_WITHIN_MS).unref())
    await Promise.race([Promise.all(documents.map((document) => document.settled())), patience])
    for (const document of documents) document.close('restarting')
    this.#entries.clear()
  }

  /** The net under the hints, every two seconds: compares with the database, and puts away what nobody looks at. */
  async look(): Promise<void> {
    if (this.#looking || this.#closed) return
    this.#looking = true
    try {
      this.#tidy(Date.now())
      await this.#compare()
      await this.#lookAtQuarantine()
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'could not look for changes of other nodes')
    } finally {
      this.#looking = false
    }
  }

  #start(documentId: string): Entry {
    const entry: Entry = { loading: Promise.resolve(undefined) }
    this.#entries.set(documentId, entry)
    entry.loading = this.#load(documentId, entry).then(
      (document) => {
        if (!document) this.#forget(documentId, entry)
        return document
      },
      (error: unknown) => {
        this.#forget(documentId, entry)
        throw error
      },
    )
    return entry
  }

  async #load(documentId: string, entry: Entry): Promise<OpenDocument | undefined> {
    await failpoint('load_doc')
    const measured = metrics.loadSeconds.startTimer()
    const loaded = await this.#loader.load(documentId)
    measured()
    if (!loaded) return undefined
    if (this.#closed) {
      loaded.source.destroy()
      throw new Error('the library is closed')
    }
    const { parts } = loaded
    const [first, ...rest] = parts
    const bytes = rest.reduce((sum, part) => sum + part.byteLength, 0)
    // Its last fold failed, or its node ended before it came to that: the next load shall be quick.
    if (isLongTail({ rows: rest.length, bytes }, first?.byteLength ?? 0)) this.#deps.onLongTail(documentId)
    entry.document = new OpenDocument(documentId, loaded, loaded.source, {
      ...this.#deps,
      onUnreadable: (document, error) => void this.#loader.mark(documentId, document, error.message),
    })
    metrics.documentsLoaded.set(this.#entries.size)
    // Hints between the read and the subscription were missed: look once more now that we listen.
    entry.document.pull()
    if (this.#entries.size > this.#bounds.documents) this.#makeRoom(Date.now())
    return entry.document
  }

  #forget(documentId: string, entry: Entry): void {
    if (this.#entries.get(documentId) !== entry) return
    this.#entries.delete(documentId)
    metrics.documentsLoaded.set(this.#entries.size)
  }

  #tidy(now: number): void {
    for (const [id, entry] of this.#entries) {
      const { document } = entry
      if (!document) continue
      document.awareness.sweep(now)
      if (idleFor(document, now) > KEEP_IDLE_MS) document.close('restarting')
      if (document.isClosed) this.#forget(id, entry)
    }
    this.#makeRoom(now)
  }

  /** Unloads what has been idle longest until the rest is within bounds. */
  #makeRoom(now: number): void {
    const idle: [string, Entry][] = []
    let bytes = 0
    for (const [id, entry] of this.#entries) {
      if (!entry.document || idleFor(entry.document, now) <= KEEP_AT_LEAST_MS) continue
      idle.push([id, entry])
      bytes += entry.document.estimatedBytes
    }
    if (idle.length <= this.#bounds.documents && bytes <= this.#bounds.bytes) return
    idle.sort(([, a], [, b]) => a.document!.idleSince! - b.document!.idleSince!)
    let documents = idle.length
    for (const [id, entry] of idle) {
      if (documents <= this.#bounds.documents && bytes <= this.#bounds.bytes) return
      documents -= 1
      bytes -= entry.document!.estimatedBytes
      entry.document!.close('restarting')
      this.#forget(id, entry)
    }
  }

  /** Asks about the documents that are loaded, in one query; a pull finds out what is the matter with one that differs. */
  async #compare(): Promise<void> {
    const open: OpenDocument[] = []
    for (const { document } of this.#entries.values()) if (document) open.push(document)
    if (open.length === 0) return
    for (const { id, epoch } of await differing(this.#deps.db, open)) {
      const document = this.#entries.get(id)?.document
      if (!document?.quarantined) document?.pull()
      else if (epoch !== document.epoch) document.close(epoch === null ? 'gone' : 'newerVersion')
    }
  }

  /** A document that was released is loaded again; how many are in quarantine is counted once a minute. */
  async #lookAtQuarantine(): Promise<void> {
    const ids: string[] = []
    for (const [id, { document }] of this.#entries) if (document?.quarantined) ids.push(id)
    for (const id of await releasedOf(this.#deps.db, ids)) this.#entries.get(id)?.document?.close('restarting')
    if (this.#looks++ % COUNT_EVERY_LOOKS === 0) await countQuarantined(this.#deps.db)
  }
}

/** Milliseconds since anybody was there and everything was durable; negative while it isn't so. */
function idleFor({ isQuiet, idleSince }: OpenDocument, now: number): number {
  return isQuiet && idleSince !== undefined ? now - idleSince : -1
}
