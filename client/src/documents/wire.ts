import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The y-websocket protocol and our three additions to it; see server/src/sync/wire.ts. */
const types = { sync: 0, awareness: 1, queryAwareness: 3, ack: 64, nack: 65, hello: 66 } as const
export const steps = { step1: 0, step2: 1, update: 2 } as const

export type Hello = {
  epoch: number
  mayWrite: boolean
  quarantined: boolean
  limits: { updateBytes: number; answerBytes: number }
}

export type ServerMessage =
  | { kind: 'step1' | 'step2' | 'update' | 'awareness'; bytes: Uint8Array }
  /** The first `count` durable frames of this connection are committed. */
  | { kind: 'ack'; count: number }
  /** One of them was refused; where the server doesn't end the connection, it has settled the matter itself. */
  | { kind: 'nack'; reason: string }
  | { kind: 'hello'; hello: Hello }
  | { kind: 'unknown' }

/** Reads one message of the server. Throws on bytes that are none. */
export function readServerMessage(frame: Uint8Array): ServerMessage {
  const decoder = decoding.createDecoder(frame)
  switch (decoding.readVarUint(decoder)) {
    case types.sync: {
      const kind = (['step1', 'step2', 'update'] as const)[decoding.readVarUint(decoder)]
      return kind ? { kind, bytes: decoding.readVarUint8Array(decoder) } : { kind: 'unknown' }
    }
    case types.awareness:
      return { kind: 'awareness', bytes: decoding.readVarUint8Array(decoder) }
    case types.ack:
      return { kind: 'ack', count: decoding.readVarUint(decoder) }
    case types.nack:
      decoding.readVarUint(decoder)
      return { kind: 'nack', reason: decoding.readVarString(decoder) }
    case types.hello:
      return { kind: 'hello', hello: completed(JSON.parse(decoding.readVarString(decoder)) as SentHello) }
    default:
      return { kind: 'unknown' }
  }
}

type SentHello = Partial<Omit<Hello, 'limits'>> & { epoch: number; limits?: Partial<Hello['limits']> }

/** A server of another version may say less. */
function completed({ epoch, mayWrite = true, quarantined = false, limits }: SentHello): Hello {
  const { updateBytes = 256 * 1024, answerBytes = updateBytes } = limits ?? {}
  return { epoch, mayWrite, quarantined, limits: { updateBytes, answerBytes } }
}

export function syncFrame(step: (typeof steps)[keyof typeof steps], bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, types.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

export function awarenessFrame(update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, types.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })
}

/** Asks who is here; the answer shows that the other end lives. */
export const queryAwarenessFrame: Uint8Array<ArrayBuffer> = Uint8Array.of(types.queryAwareness)
