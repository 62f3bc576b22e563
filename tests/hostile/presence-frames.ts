import * as encoding from 'lib0/encoding'
import type { Awareness } from 'y-protocols/awareness'

export type Claim = { clientId: number; clock: number; state: string }

/** An awareness message that claims anything about anybody. */
export function presence(...claims: Claim[]): Uint8Array {
  const inner = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, claims.length)
    for (const { clientId, clock, state } of claims) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, inner)
  })
}

export type Seen = { cursor?: { x: number; y: number } | null; user?: Record<string, unknown> }

export function seenOf(awareness: Awareness, clientId: number): Seen | undefined {
  return awareness.getStates().get(clientId)
}
