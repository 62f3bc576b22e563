import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * The y-websocket protocol (y-protocols PROTOCOL.md) and our three additions, which only clients that asked with
 * `?ack=1` ever receive:
 *   64 ACK   varuint n: the first n durable frames of this connection are committed
 *   65 NACK  varuint n, varstring reason: frame n was refused and the connection is closed; with `gap` it is asked for
 *            anew by a sync step 1, with `repaired` it was taken, but for what made no sense
 *   66 HELLO varstring JSON, see Hello
 */
export const messages = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, ack: 64, nack: 65, hello: 66 } as const
export const syncSteps = { step1: 0, step2: 1, update: 2 } as const

export const UPDATE_MAX_BYTES = 256 * 1024
/** An hour of work without network comes back in one step 2, and must not be lost for being much. */
export const ANSWER_MAX_BYTES = 2 * 1024 * 1024
export const STATE_VECTOR_MAX_BYTES = 64 * 1024

export type ClientMessage =
  | { kind: 'step1'; stateVector: Uint8Array }
  /** Bytes that want to be in the document: a step 2 (`isAnswer`) or an update. */
  | { kind: 'update'; bytes: Uint8Array; isAnswer: boolean }
  | { kind: 'awareness'; bytes: Uint8Array }
  | { kind: 'queryAwareness' }

/** A frame that is no message of the protocol; the connection is closed with 1002. */
export class MalformedFrame extends Error {}

/**
 * Decodes, then decides: over-long varints and several messages in one frame come out as what they are.
 * Throws MalformedFrame on anything else than one whole known message.
 */
export function readClientMessage(frame: Uint8Array): ClientMessage {
  try {
    const decoder = decoding.createDecoder(frame)
    const message = readMessage(decoder)
    if (decoding.hasContent(decoder)) throw new MalformedFrame('trailing bytes')
    return message
  } catch (error) {
    throw error instanceof MalformedFrame ? error : new MalformedFrame('truncated')
  }
}

function readMessage(decoder: decoding.Decoder): ClientMessage {
  const type = decoding.readVarUint(decoder)
  if (type === messages.queryAwareness) return { kind: 'queryAwareness' }
  if (type === messages.awareness) return { kind: 'awareness', bytes: decoding.readVarUint8Array(decoder) }
  if (type !== messages.sync) throw new MalformedFrame('unknown message')
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (step === syncSteps.step1) return { kind: 'step1', stateVector: bytes }
  if (step === syncSteps.step2 || step === syncSteps.update) {
    return { kind: 'update', bytes, isAnswer: step === syncSteps.step2 }
  }
  throw new MalformedFrame('unknown sync step')
}

export function syncFrame(step: (typeof syncSteps)[keyof typeof syncSteps], bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messages.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

/**
 * A message as one whole websocket frame of a server: final, binary, unmasked (RFC 6455, 5.2). Made once, it goes to
 * every socket of a room as it is; `ws` would write a header and the message for each of them apart.
 */
export function toWebSocketFrame(message: Uint8Array): Buffer {
  const { length } = message
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = 0x82
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(message, header)
  return frame
}

export function ackFrame(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messages.ack)
    encoding.writeVarUint(encoder, count)
  })
}

export function nackFrame(frameNo: number, reason: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messages.nack)
    encoding.writeVarUint(encoder, frameNo)
    encoding.writeVarString(encoder, reason)
  })
}

export type Hello = {
  epoch: number
  role: string
  mayWrite: boolean
  /** The document did not load once: this is its last good state, and nobody may write. */
  quarantined: boolean
  /** The trace of this connection: log lines and rows of its frames carry it. */
  connection: string
  limits: { updateBytes: number; answerBytes: number }
}

export function helloFrame(hello: Hello): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messages.hello)
    encoding.writeVarString(encoder, JSON.stringify(hello))
  })
}

/** One client's awareness: its JSON state as text, null once it has left. */
export type AwarenessEntry = { clientId: number; clock: number; state: string | null }

/** Reads an awareness update; throws MalformedFrame. At most `maxEntries` are looked at, by bytes left, not by the declared count. */
export function readAwareness(bytes: Uint8Array, maxEntries: number): AwarenessEntry[] {
  try {
    const decoder = decoding.createDecoder(bytes)
    const count = decoding.readVarUint(decoder)
    const entries: AwarenessEntry[] = []
    for (let index = 0; index < Math.min(count, maxEntries); index++) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const state = decoding.readVarString(decoder)
      entries.push({ clientId, clock, state: state === 'null' ? null : state })
    }
    return entries
  } catch {
    throw new MalformedFrame('awareness')
  }
}

export function awarenessFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const { clientId, clock, state } of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state ?? 'null')
    }
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messages.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })
}
