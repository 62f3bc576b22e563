import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { refusals } from './gate-content.ts'
import { readMigrated } from './migrate-document.ts'
import { OpenDocument, type OpenDocumentDeps } from './open-document.ts'

const LOOK_EVERY_MS = 2_000
const KEEP_IDLE_MS = 60_000

/** The documents open on this node: each loaded once, kept while somebody is there, unloaded when quiet and durable. */
export class Library {
  readonly #deps: OpenDocumentDeps
  readonly #open = new Map<string, Promise<OpenDocument | undefined>>()
  readonly #loaded = new Map<string, OpenDocument>()
  readonly #timer: NodeJS.Timeout

  constructor(deps: OpenDocumentDeps) {
    this.#deps = deps
    // A rate can't be formed from a counter that appears with its first event.
    for (const reason of refusals) metrics.gateRejected.inc({ reason }, 0)
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  /** The document, loaded if need be; undefined where there is none. Rejects while the database is away. */
  async open(documentId: string): Promise<OpenDocument | undefined> {
    const known = this.#loaded.get(documentId)
    if (known?.isClosed) this.#forget(documentId)
    const loading = this.#open.get(documentId) ?? this.#load(documentId)
    this.#open.set(documentId, loading)
    try {
      return await loading
    } catch (error) {
      this.#open.delete(documentId)
      throw error
    }
  }

  /** Waits until what was received is durable, then closes every document with "come back". */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    const documents = [...this.#loaded.values()]
    const patience = new Promise((resolve) => setTimeout(resolve, 5_000).unref())
    await Promise.race([Promise.all(documents.map((document) => document.settled())), patience])
    for (const document of documents) document.close('restarting')
    this.#loaded.clear()
    this.#open.clear()
  }

  async #load(documentId: string): Promise<OpenDocument | undefined> {
    await failpoint('load_doc')
    const stored = await readMigrated(this.#deps.log, documentId)
    if (!stored) {
      this.#open.delete(documentId)
      return undefined
    }
    const document = new OpenDocument(documentId, stored, this.#deps)
    this.#loaded.set(documentId, document)
    metrics.documentsLoaded.set(this.#loaded.size)
    // Hints between the read and the subscription were missed: look once more now that we listen.
    document.pull()
    return document
  }

  #forget(documentId: string): void {
    this.#loaded.delete(documentId)
    this.#open.delete(documentId)
    metrics.documentsLoaded.set(this.#loaded.size)
  }

  /** The net under the hints: compares sequence numbers, and puts away what nobody looks at. */
  async #look(): Promise<void> {
    const now = Date.now()
    for (const [id, document] of this.#loaded) {
      document.awareness.sweep(now)
      if (document.isQuiet && document.idleSince !== undefined && now - document.idleSince > KEEP_IDLE_MS) {
        document.close('restarting')
      }
      if (document.isClosed) this.#forget(id)
    }
    try {
      const heads = await this.#deps.log.heads([...this.#loaded.keys()])
      for (const [id, head] of heads) {
        const document = this.#loaded.get(id)
        if (document && head > document.seq) document.pull()
      }
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'could not look for changes of other nodes')
    }
  }
}
