/** What nodes tell each other on the channel `doc:<id>`: that its log has grown, or where people are in it. */
export const HINT = new Uint8Array([1])
const AWARENESS_TAG = 2

/** An awareness message of the y-websocket protocol for the other nodes: our tag in the place of the message type. */
export function awarenessMessage(frame: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([AWARENESS_TAG]), frame.subarray(1)])
}

/** `hint`, or the awareness update of another node; null for what a newer node may say. */
export function readNodeMessage(message: Uint8Array): 'hint' | Uint8Array | null {
  if (message[0] === HINT[0]) return 'hint'
  if (message[0] !== AWARENESS_TAG) return null
  // Behind the tag stands the update's length, a varint.
  let at = 1
  while (message[at]! & 0x80) at++
  return message.subarray(at + 1)
}
