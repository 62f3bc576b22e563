import type { CloseReason } from '@meydan/shared/close-codes'
import { leaveTidying } from '@meydan/shared/documents/rich-text/tidying'
import { type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Committed } from './committed.ts'
import { KeptCopy } from './kept-copy.ts'
import { keepOnDevice, keptName, wipeKeptDocuments } from './kept.ts'
import { DocumentLink } from './link.ts'
import { type LossReason, lossOf, putOnShelf, sortOut, takeFromDevice, useLosses } from './lost-shelf.ts'
import { lostTexts, withoutStored } from './lost-texts.ts'
import { SyncMeter } from './sync-meter.ts'
import { onRetry } from './sync-status.ts'

/** One life of a document in this window: after a refusal another one takes its place. */
export type DocumentLife = { doc: Y.Doc; awareness: Awareness }

export type OpenDocument = {
  current: ShallowRef<DocumentLife>
  /** The document's content is here, from the server or from this device. */
  ready: Ref<boolean>
  destroy: () => void
}

type Given = {
  documentId: string
  seatId: string
  /** The server put right something that was written here. */
  onRepaired: () => void
}

/** Refused again within this time after a fresh start, starting afresh once more would help nobody. */
const SETTLED_AFTER_MS = 60_000

/**
 * Opens a document over the network, and from this device where the person allowed a copy. Editing goes on without
 * the network; the saved state is in `useSyncStatus`. What the server refuses is put on the shelf of lost words, and
 * a fresh document takes the place of the refused one.
 */
export function openDocument({ documentId, seatId, onRepaired }: Given): OpenDocument {
  const meter = new SyncMeter()
  const ready = ref(false)
  let recoveredAt = Number.NEGATIVE_INFINITY
  takeFromDevice(documentId, seatId)

  const begin = () => new Life({ documentId, seatId, meter, onRepaired, onReady, onSynced, onStale, onEnd: end })
  let life = begin()
  const current = shallowRef<DocumentLife>(life)

  function onReady(): void {
    ready.value = true
  }

  function onSynced(doc: Y.Doc): void {
    sortOut(documentId, (texts) => withoutStored(texts, doc))
  }

  /** A copy that doesn't say of which epoch it is may hold what was erased since; nothing was ever written over it. */
  function onStale(): void {
    void startAfresh(life.copy?.drop())
  }

  function end(reason: CloseReason, refusal: string | undefined): void {
    const isReplaced = reason === 'newerVersion' || reason === 'gone'
    const isRefused = reason === 'refused' || reason === 'tooLarge'
    if (reason === 'overBudget') return meter.closed(reason)
    const texts = lostTexts(life.doc, life.committed, { ownOnly: isReplaced })
    if (isRefused || texts.length > 0) {
      putOnShelf({ documentId, seatId, reason: lossReason(reason, refusal), texts })
    }
    // Refused, the copy would be sent again after every reload; of an older epoch, it may not stay.
    const dropped = life.copy?.drop()
    if (reason === 'noSeat' || reason === 'signedOut') void wipeKeptDocuments()
    if (isRefused && Date.now() - recoveredAt > SETTLED_AFTER_MS) return recover(dropped)
    meter.closed(reason)
    if (isRefused) onRetry.value = () => recover(dropped)
    if (!isReplaced) return
    ready.value = false
    life.destroy()
  }

  function recover(dropped: Promise<void> | undefined): void {
    recoveredAt = Date.now()
    void startAfresh(dropped)
  }

  async function startAfresh(dropped: Promise<void> | undefined): Promise<void> {
    const old = life
    onRetry.value = null
    ready.value = false
    await dropped
    if (old !== life || isClosed) return
    meter.restart()
    life = begin()
    current.value = life
    old.destroy()
  }

  let isClosed = false
  const stopShowing = watch(useLosses(), () => meter.shows(lossOf(documentId) !== undefined), {
    immediate: true,
    flush: 'sync',
  })
  const stopFollowing = followNetwork(
    () => life.link,
    () => !keepOnDevice.value && (meter.facts.pendingChanges > 0 || lossOf(documentId) !== undefined),
  )
  return {
    current,
    ready,
    destroy() {
      isClosed = true
      onRetry.value = null
      stopShowing()
      stopFollowing()
      life.destroy()
      meter.destroy()
    },
  }
}

function lossReason(reason: CloseReason, refusal: string | undefined): LossReason {
  if (reason === 'tooLarge' || refusal === 'too_large') return 'tooLarge'
  if (refusal === 'readonly') return 'readonly'
  if (reason === 'newerVersion' || reason === 'gone') return 'replaced'
  if (reason === 'noSeat' || reason === 'signedOut') return reason
  return 'notAccepted'
}

type LifeDeps = Pick<Given, 'documentId' | 'seatId' | 'onRepaired'> & {
  meter: SyncMeter
  onReady: () => void
  onSynced: (doc: Y.Doc) => void
  onStale: () => void
  onEnd: (reason: CloseReason, refusal: string | undefined) => void
}

/** A document, its copy on this device and its connection. */
class Life implements DocumentLife {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly link: DocumentLink
  committed = new Committed()
  copy: KeptCopy | null = null
  readonly #deps: LifeDeps
  readonly #stopKeeping: () => void
  #epoch: number | undefined

  constructor(deps: LifeDeps) {
    this.#deps = deps
    const { documentId, meter, onRepaired } = deps
    leaveTidying(this.doc)
    this.link = new DocumentLink({
      documentId,
      doc: this.doc,
      awareness: this.awareness,
      meter,
      epoch: () => this.#epoch,
      onHello: ({ epoch }) => this.#isOfEpoch(epoch),
      onChanged: (origin) => {
        if (!this.copy?.isOrigin(origin)) meter.changed()
      },
      onSynced: () => {
        deps.onReady()
        deps.onSynced(this.doc)
      },
      onReceived: (update) => {
        this.committed.received(update)
        this.#note()
      },
      onCommitted: () => {
        this.committed.everything(this.doc)
        this.#note()
      },
      onRepaired,
      onEnd: deps.onEnd,
    })
    // A copy that is there already must say what it is before anyone is asked about it.
    if (!keepOnDevice.value) this.link.connect()
    this.#stopKeeping = watch(keepOnDevice, (allowed) => this.#keep(allowed), { immediate: true })
  }

  destroy(): void {
    this.#stopKeeping()
    this.link.destroy()
    this.copy?.close()
    this.awareness.destroy()
    this.doc.destroy()
  }

  /** Keeps a copy on this device from the moment it is allowed until it is taken back. */
  #keep(allowed: boolean): void {
    if (!allowed) {
      void this.copy?.drop()
      this.copy = null
    } else if (!this.copy) {
      const { documentId, seatId } = this.#deps
      this.copy = new KeptCopy(keptName(seatId, documentId), this.doc)
      void this.#read(this.copy)
    }
  }

  async #read(copy: KeptCopy): Promise<void> {
    const facts = await copy.opened
    if (copy !== this.copy) return
    const holdsContent = this.doc.getMap('meta').has('version')
    if (this.#epoch === undefined) {
      if (holdsContent && !facts) return this.#deps.onStale()
      this.#epoch = facts?.epoch
      if (facts) this.committed = facts.committed
      if (holdsContent) this.#deps.onReady()
      if (this.committed.isBehind(this.doc)) this.#deps.meter.changed()
    } else this.#note()
    this.link.connect()
  }

  #isOfEpoch(epoch: number): boolean {
    this.#epoch ??= epoch
    this.#note()
    return this.#epoch === epoch
  }

  #note(): void {
    if (this.#epoch !== undefined) this.copy?.note({ epoch: this.#epoch, committed: this.committed })
  }
}

/**
 * The browser often knows before the socket does. While something is unsaved, leaving asks once more: only what is
 * kept on this device would survive it.
 */
function followNetwork(link: () => DocumentLink, isUnsaved: () => boolean): () => void {
  const shown = () => document.visibilityState === 'visible' && link().check()
  const on: [EventTarget, string, (event: Event) => void][] = [
    [window, 'offline', () => link().interrupt()],
    [window, 'online', () => link().reconnect()],
    [window, 'beforeunload', (event) => isUnsaved() && event.preventDefault()],
    [document, 'visibilitychange', shown],
    [window, 'pageshow', shown],
  ]
  for (const [target, name, listener] of on) target.addEventListener(name, listener)
  return () => {
    for (const [target, name, listener] of on) target.removeEventListener(name, listener)
  }
}
