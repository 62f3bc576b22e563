import { closeReasonOf } from '@meydan/shared/close-codes'
import { type Ref, ref, watch } from 'vue'
import { IndexeddbPersistence } from 'y-indexeddb'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { keepOnDevice, keptName, wipeKeptDocuments } from './kept.ts'
import { ACK, HELLO, NACK, SyncMeter } from './sync-meter.ts'

export type OpenDocument = {
  doc: Y.Doc
  awareness: Awareness
  /** The document's content is here, from the server or from this device. */
  ready: Ref<boolean>
  destroy: () => void
}

/**
 * Opens a document over the network, and from this device where the person allowed a copy. Editing goes on without
 * the network; the saved state is in `useSyncStatus`.
 */
export function openDocument(given: { documentId: string; seatId: string }): OpenDocument {
  const { documentId, seatId } = given
  const doc = new Y.Doc()
  const ready = ref(false)
  const meter = new SyncMeter()
  const provider = new WebsocketProvider(`${location.origin.replace(/^http/, 'ws')}/sync`, documentId, doc, {
    connect: false,
    params: { ack: '1' },
    // Tabs of one browser have a person each of their own right: they meet at the server like everybody else.
    disableBc: true,
    WebSocketPolyfill: meter.socketClass(),
  })
  provider.messageHandlers[ACK] = (_encoder, decoder) => meter.ack(decoder)
  provider.messageHandlers[HELLO] = (_encoder, decoder) => meter.hello(decoder)
  provider.messageHandlers[NACK] = () => {}
  provider.on('sync', (synced) => {
    if (synced) ready.value = true
  })
  provider.on('status', ({ status }) => meter.connection(status === 'connected'))
  provider.on('closed', ({ code }) => {
    const reason = closeReasonOf(code) ?? 'noSeat'
    meter.closed(reason)
    if (reason === 'overBudget') return
    // Refused, the copy would be sent again after every reload; signed out or without a seat, it may not stay.
    keeping.drop()
    if (reason !== 'refused' && reason !== 'tooLarge') void wipeKeptDocuments()
  })
  const keeping = keepWhileAllowed(doc, () => keptName(seatId, documentId), ready)
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin !== provider && !(origin instanceof IndexeddbPersistence)) meter.changed()
  })
  const stopListening = followNetwork(provider, meter)
  provider.connect()
  return {
    doc,
    awareness: provider.awareness,
    ready,
    destroy() {
      stopListening()
      keeping.stop()
      provider.destroy()
      provider.awareness.destroy()
      meter.destroy()
      doc.destroy()
    },
  }
}

/** Keeps a copy on this device from the moment it is allowed until it is taken back. */
function keepWhileAllowed(doc: Y.Doc, name: () => string, ready: Ref<boolean>): { stop(): void; drop(): void } {
  let persistence: IndexeddbPersistence | null = null
  const stop = watch(
    keepOnDevice,
    (allowed) => {
      if (allowed && !persistence) {
        persistence = new IndexeddbPersistence(name(), doc)
        persistence.on('synced', () => {
          if (doc.getMap('meta').has('version')) ready.value = true
        })
      } else if (!allowed) drop()
    },
    { immediate: true },
  )
  function drop(): void {
    void persistence?.clearData()
    persistence = null
  }
  return {
    stop() {
      stop()
      void persistence?.destroy()
    },
    drop,
  }
}

/**
 * The browser often knows before the socket does. While something is unsaved, leaving asks once more: only what is
 * kept on this device would survive it.
 */
function followNetwork(provider: WebsocketProvider, meter: SyncMeter): () => void {
  const offline = () => meter.connection(false)
  const online = () => {
    provider.disconnect()
    if (!meter.facts.closed) provider.connect()
  }
  const leaving = (event: BeforeUnloadEvent) => {
    if (meter.facts.pendingChanges > 0 && !keepOnDevice.value) event.preventDefault()
  }
  window.addEventListener('offline', offline)
  window.addEventListener('online', online)
  window.addEventListener('beforeunload', leaving)
  return () => {
    window.removeEventListener('offline', offline)
    window.removeEventListener('online', online)
    window.removeEventListener('beforeunload', leaving)
  }
}
