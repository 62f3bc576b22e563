/**
 * Carries messages to the OTHER nodes of an installation. Losing one must never lose an edit: the database's sequence
 * numbers are the truth, and every node looks at them every two seconds.
 */
export interface Relay {
  /** Never throws and never waits: with Redis away the message is lost, and the safety net takes over. */
  publish(channel: string, message: Uint8Array): void
  /** Returns how to stop listening. */
  subscribe(channel: string, listener: (message: Uint8Array) => void): () => void
  close(): Promise<void>
}

/** One process alone: there are no other nodes. */
export function processRelay(): Relay {
  return { publish() {}, subscribe: () => () => {}, close: async () => {} }
}
