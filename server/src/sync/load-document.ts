import type { Database } from '../database/schema.ts'
import type { DocumentLog, StoredDocument } from './document-log.ts'
import { packedParts } from './folding/message.ts'
import type { FoldWorker } from './folding/worker.ts'
import { LiveDocument, UnreadableDocument } from './live-document.ts'
import { LiveSource } from './live-source.ts'
import { built, type LoadedDocument, migrated } from './migrate-document.ts'
import { quarantine } from './quarantine.ts'
import { storedAnswer } from './stored-answer.ts'
import type { VersionReason } from './history/versions.ts'

/** How long a document of which nothing is readable isn't tried again by this process. */
const LEAVE_ALONE_MS = 60_000
const VERSIONS_TRIED = 5
/** Versions that are the whole document. */
const WHOLE: VersionReason[] = ['daily', 'activity', 'before_delete', 'before_restore']

export type LoaderDeps = {
  db: Database
  log: DocumentLog
  folding: Pick<FoldWorker, 'fold'>
  logger: { error: (details: object, text: string) => void }
}

/** Loads documents; one that isn't readable is put into quarantine and given as it was when it last made sense. */
export class DocumentLoader {
  readonly #deps: LoaderDeps
  readonly #leftAlone = new Map<string, number>()

  constructor(deps: LoaderDeps) {
    this.#deps = deps
  }

  /**
   * The document at its newest version; undefined where there is none. One that doesn't load comes `quarantined`, at
   * its last good state: never empty, never half. Throws UnreadableDocument where there is no such state, and whatever
   * the database says.
   */
  async load(documentId: string): Promise<LoadedDocument | undefined> {
    const until = this.#leftAlone.get(documentId)
    if (until !== undefined && Date.now() < until) throw new UnreadableDocument('nothing of it was readable')
    this.#leftAlone.delete(documentId)
    const { log } = this.#deps
    const stored = await log.read(documentId)
    if (!stored || stored.quarantined) return stored && this.#lastGood(documentId, stored)
    try {
      if (stored.parts.length === 0) throw new UnreadableDocument('nothing is stored of it')
      const answer = storedAnswer(stored)
      if (answer) return { ...stored, source: LiveSource.unbuilt(answer, () => built(stored)) }
      return await migrated(log, documentId, stored)
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error
      await this.mark(documentId, stored, error.message)
      return this.#lastGood(documentId, stored)
    }
  }

  /** Puts a document of which that much is known into quarantine. */
  async mark(documentId: string, { epoch }: { epoch: number }, reason: string): Promise<void> {
    const { db, logger } = this.#deps
    // Where this can't be written, the document is read-only here all the same.
    await quarantine(db, { documentId, epoch, reason }, logger).catch((error: unknown) => {
      logger.error({ err: error, documentId, reason }, 'document does not load, and could not be put into quarantine')
    })
  }

  /** The longest beginning of its log that is readable, or a kept version, where that is newer. */
  async #lastGood(documentId: string, stored: StoredDocument): Promise<LoadedDocument> {
    const { kind, parts, holders, seq } = stored
    const { readable, bytes } = await this.#readable(stored, parts)
    const upto = readable > 0 ? seq - (parts.length - readable) : 0
    const good = (await this.#newestVersion(documentId, stored, upto)) ?? bytes
    if (!good) {
      this.#leftAlone.set(documentId, Date.now() + LEAVE_ALONE_MS)
      throw new UnreadableDocument('nothing of it is readable')
    }
    return {
      ...stored,
      quarantined: true,
      parts: [good],
      source: LiveSource.of(new LiveDocument(kind, [good], holders)),
    }
  }

  async #newestVersion(documentId: string, stored: StoredDocument, after: number): Promise<Uint8Array | null> {
    const versions = await this.#deps.db
      .selectFrom('documentVersion')
      .select('bytes')
      .where('documentId', '=', documentId)
      .where('reason', 'in', WHOLE)
      .where('upto', '>', after)
      .orderBy('upto', 'desc')
      .limit(VERSIONS_TRIED)
      .execute()
    for (const version of versions) {
      const { bytes } = await this.#readable(stored, [version.bytes])
      if (bytes) return bytes
    }
    return null
  }

  /** In the folding thread: bytes that no document is made of may take long to say so. */
  async #readable({ kind }: StoredDocument, parts: Uint8Array[]) {
    if (parts.length === 0) return { readable: 0, bytes: null }
    return this.#deps.folding.fold(packedParts(kind, parts))
  }
}
