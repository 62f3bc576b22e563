import { type Dialect, dialectOf } from './dialects.ts'
import { RawSocket } from './raw-socket.ts'
import type { Place, SubjectName } from './subjects.ts'

const EMPTY = new Uint8Array([0, 0])

/** A connection that counts instead of keeping a document: a hundred real documents would measure the generator. */
export class ThinClient {
  onUpdate: (update: Uint8Array) => void = () => {}
  onAwareness: (update: Uint8Array) => void = () => {}
  /** The server said of its own accord that it took the first so many durable frames of this client. */
  onTaken: (count: number) => void = () => {}
  /** The server let go of a client that didn't want to leave. */
  onLost: (error: Error) => void = (error) => {
    console.error(error.message)
  }
  /** The document when it came; empty where it was too large to be put together, and for the bare relay. */
  readonly joined: Promise<Uint8Array>
  readonly #dialect: Dialect
  #socket: RawSocket | undefined
  #ended = false
  #sent = 0
  #taken = 0

  constructor(subject: SubjectName, place: Place) {
    this.#dialect = dialectOf(subject, place)
    this.joined = this.#open(subject, place)
    this.joined.catch(() => {})
  }

  /** Bytes that came so far. */
  get received(): number {
    return this.#socket?.received ?? 0
  }

  /** Resolves, with the time, once this many bytes have come: what they are a part of may come in pieces. */
  whole(bytes: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.joined.then((_state) => look(), reject)
      const look = () => {
        this.#socket!.onBytes = look
        if (this.received < bytes) return
        this.#socket!.onBytes = () => {}
        resolve(performance.now())
      }
    })
  }

  /** Answers with the number by which the server's acknowledgement will call this frame. */
  update(update: Uint8Array): number {
    this.#send(this.#dialect.update(update))
    return ++this.#sent
  }

  awareness(update: Uint8Array): void {
    this.#send(this.#dialect.awareness(update))
  }

  close(): void {
    this.#ended = true
    this.#socket?.destroy()
  }

  async #open(subject: SubjectName, { url, headers }: Place): Promise<Uint8Array> {
    const socket = await RawSocket.open(url, headers)
    this.#socket = socket
    if (this.#ended) socket.destroy()
    return new Promise((resolve, reject) => {
      socket.onLarge = () => resolve(EMPTY)
      socket.onMessage = (data, isBinary) => this.#read(data, isBinary, resolve)
      socket.onClose = (code, reason) => {
        const wanted = this.#ended
        this.#ended = true
        const error = new Error(`${subject} closed with ${code} ${reason}`)
        reject(error)
        // Where it happens under load the figures that follow are of fewer people than they say.
        if (!wanted) this.onLost(error)
      }
      if (subject === 'relay') resolve(EMPTY)
      this.#send(this.#dialect.hello)
    })
  }

  #send(frames: (Uint8Array | string)[]): void {
    if (this.#ended) return
    for (const frame of frames) this.#socket?.send(frame)
  }

  #read(data: Buffer, isBinary: boolean, joined: (state: Uint8Array) => void): void {
    const heard = this.#dialect.read(data, isBinary)
    if (!heard) return
    switch (heard.kind) {
      case 'update':
        return this.onUpdate(heard.bytes)
      case 'awareness':
        return this.onAwareness(heard.bytes)
      case 'state':
        // Bytes of a socket's buffer, which is used again.
        return joined(heard.bytes.slice())
      case 'asked':
        if (heard.isDurable) this.#sent += 1
        return this.#send(heard.answer)
      case 'taken':
        this.#taken = heard.upto ?? this.#taken + 1
        return this.onTaken(this.#taken)
    }
  }
}

/** Everyone of a room, let in a few at a time. */
export async function join(subject: SubjectName, place: Place, people: number): Promise<ThinClient[]> {
  return joinAll(
    subject,
    Array.from({ length: people }, () => place),
  )
}

const AT_A_TIME = 20

export async function joinAll(subject: SubjectName, places: readonly Place[]): Promise<ThinClient[]> {
  const clients: ThinClient[] = []
  for (let from = 0; from < places.length; from += AT_A_TIME) {
    const some = places.slice(from, from + AT_A_TIME).map((place) => new ThinClient(subject, place))
    await Promise.all(some.map(({ joined }) => joined))
    clients.push(...some)
  }
  return clients
}
