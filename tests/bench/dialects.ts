import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Place, SubjectName } from './subjects.ts'

export type Heard =
  | { kind: 'state' | 'update' | 'awareness'; bytes: Uint8Array }
  /** The server took frames of this client: `upto` of them (our ACK), or one more (Hocuspocus' sync status). */
  | { kind: 'taken'; upto?: number }
  /** The server asks something; this is the answer. A step 2 counts among a client's durable frames. */
  | { kind: 'asked'; answer: (Uint8Array | string)[]; isDurable?: true }

/** How one subject's frames are written and read; both without keeping a document. */
export type Dialect = {
  /** Frames with which a new socket asks for the document; none where the server has to speak first. */
  hello: (Uint8Array | string)[]
  update(bytes: Uint8Array): (Uint8Array | string)[]
  awareness(bytes: Uint8Array): (Uint8Array | string)[]
  read(data: Buffer, isBinary: boolean): Heard | undefined
}

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const HOCUSPOCUS_SYNC_REPLY = 4
const HOCUSPOCUS_SYNC_STATUS = 8
const MEYDAN_ACK = 64
const STEP1 = 0
const STEP2 = 1
const UPDATE = 2

const EMPTY_STATE_VECTOR = new Uint8Array([0])
const EMPTY_UPDATE = new Uint8Array([0, 0])

export function dialectOf(name: SubjectName, { document }: Place): Dialect {
  return name === 'y-socket.io' ? socketIo(document) : yProtocol(name, document)
}

/** y-protocols over a plain websocket; Hocuspocus puts the document's name before every message. */
function yProtocol(name: SubjectName, document: string): Dialect {
  const isHocuspocus = name === 'hocuspocus'
  const frame = (types: number[], body: (encoder: encoding.Encoder) => void) =>
    encoding.encode((encoder) => {
      if (isHocuspocus) encoding.writeVarString(encoder, document)
      for (const type of types) encoding.writeVarUint(encoder, type)
      body(encoder)
    })
  const withBytes = (types: number[], bytes: Uint8Array) =>
    frame(types, (encoder) => encoding.writeVarUint8Array(encoder, bytes))
  const token = frame([AUTH, 0], (encoder) => encoding.writeVarString(encoder, 'token'))
  const hello = [...(isHocuspocus ? [token] : []), withBytes([SYNC, STEP1], EMPTY_STATE_VECTOR)]
  const answer = [withBytes([SYNC, STEP2], EMPTY_UPDATE)]
  return {
    hello: name === 'relay' ? [] : hello,
    update: (bytes) => [withBytes([SYNC, UPDATE], bytes)],
    awareness: (bytes) => [withBytes([AWARENESS], bytes)],
    read: (data) => {
      const decoder = decoding.createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      if (isHocuspocus) decoding.readVarString(decoder)
      const type = decoding.readVarUint(decoder)
      if (type === AWARENESS) return { kind: 'awareness', bytes: decoding.readVarUint8Array(decoder) }
      if (type === MEYDAN_ACK && name === 'meydan') return { kind: 'taken', upto: decoding.readVarUint(decoder) }
      if (type === HOCUSPOCUS_SYNC_STATUS && isHocuspocus) return { kind: 'taken' }
      if (type !== SYNC && !(isHocuspocus && type === HOCUSPOCUS_SYNC_REPLY)) return undefined
      const step = decoding.readVarUint(decoder)
      if (step === STEP1) return { kind: 'asked', answer, isDurable: true }
      if (step === STEP2) return { kind: 'state', bytes: decoding.readVarUint8Array(decoder) }
      return step === UPDATE ? { kind: 'update', bytes: decoding.readVarUint8Array(decoder) } : undefined
    },
  }
}

/**
 * Socket.IO's packets as text and the bytes after them as a frame of their own, written by hand: its own client would
 * cost the generator more than the server.
 */
function socketIo(document: string): Dialect {
  const namespace = `/yjs|${document}`
  const attachment = '{"_placeholder":true,"num":0}'
  const event = (name: string, bytes: Uint8Array, id = '') => [`451-${namespace},${id}["${name}",${attachment}]`, bytes]
  let awaited: ((bytes: Uint8Array) => Heard | undefined) | undefined
  const readPacket = (packet: string): Heard | undefined => {
    if (packet === '2') return { kind: 'asked', answer: ['3'] }
    if (packet.startsWith('0{')) return { kind: 'asked', answer: [`40${namespace},`] }
    if (packet.startsWith('461-')) awaited = (bytes) => ({ kind: 'state', bytes })
    else if (packet.includes('"sync-update"')) awaited = (bytes) => ({ kind: 'update', bytes })
    else if (packet.includes('"awareness-update"')) awaited = (bytes) => ({ kind: 'awareness', bytes })
    else if (packet.includes('"sync-step-1"')) {
      // Its listeners stand once it asks; what is sent before that is lost.
      const id = /,(\d+)\[/.exec(packet)?.[1] ?? '0'
      const answer = [`461-${namespace},${id}[${attachment}]`, EMPTY_UPDATE]
      awaited = () => ({ kind: 'asked', answer: [...answer, ...event('sync-step-1', EMPTY_STATE_VECTOR, '0')] })
    }
    return undefined
  }
  return {
    hello: [],
    update: (bytes) => event('sync-update', bytes),
    awareness: (bytes) => event('awareness-update', bytes),
    read: (data, isBinary) => {
      if (!isBinary) return readPacket(data.toString())
      const heard = awaited?.(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      awaited = undefined
      return heard
    },
  }
}
