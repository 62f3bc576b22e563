import net from 'node:net'

const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10
/** Frames above this are counted and not put together: a hundred copies of a board would measure the generator. */
const WHOLE_MAX_BYTES = 1024 * 1024
const NO_CODE = 1006
const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.alloc(16, 'meydan').toString('base64'),
}
/** Every socket reads into it: what comes is looked at before the next one reads. */
const READ = Buffer.alloc(1024 * 1024)

/**
 * A client's websocket with no more than a generator needs: `ws` spends on each frame as much as the server does. Its
 * mask is all zeros, which RFC 6455 allows and which leaves the bytes as they are.
 */
export class RawSocket {
  onMessage: (data: Buffer, isBinary: boolean) => void = () => {}
  /** A frame too large to be put together. */
  onLarge: (bytes: number) => void = () => {}
  /** Something came; `received` says how much altogether. */
  onBytes: () => void = () => {}
  onClose: (code: number, reason: string) => void = () => {}
  /** Bytes that came in frames. */
  received = 0
  readonly #socket: net.Socket
  readonly #answered: (error?: Error) => void
  #isOpen = false
  #rest: Buffer | undefined
  #toSkip = 0
  #closedWith: [number, string] = [NO_CODE, '']

  private constructor(url: URL, headers: Record<string, string>, done: (error?: Error) => void) {
    this.#answered = done
    const read = { buffer: READ, callback: (bytes: number) => this.#take(READ.subarray(0, bytes)) }
    this.#socket = net.connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread: read })
    this.#socket.on('error', (error) => done(error))
    this.#socket.on('close', () => {
      done(new Error(`${url.href} closed before it answered`))
      this.onClose(...this.#closedWith)
    })
    const asked = { host: url.host, ...UPGRADE, ...headers }
    const lines = Object.entries(asked).map(([name, value]) => `${name}: ${value}`)
    this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  }

  static open(url: string, headers: Record<string, string>): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket: RawSocket = new RawSocket(new URL(url), headers, (error) => {
        if (error) reject(error)
        else resolve(socket)
      })
    })
  }

  send(message: Uint8Array | string): void {
    if (typeof message === 'string') this.#write(TEXT, Buffer.from(message))
    else this.#write(BINARY, message)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #write(opcode: number, payload: Uint8Array): void {
    const { length } = payload
    const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8
    const frame = Buffer.alloc(6 + extra + length)
    frame[0] = 0x80 | opcode
    frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127)
    if (extra === 2) frame.writeUInt16BE(length, 2)
    if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2)
    frame.set(payload, 6 + extra)
    this.#socket.write(frame)
  }

  #take(chunk: Buffer): boolean {
    let data = chunk
    if (this.#toSkip > 0) {
      const skipped = Math.min(this.#toSkip, data.length)
      this.#toSkip -= skipped
      this.received += skipped
      data = data.subarray(skipped)
    }
    if (this.#rest) {
      data = Buffer.concat([this.#rest, data])
      this.#rest = undefined
    }
    let at = 0
    if (this.#isOpen) for (let length = -1; length !== 0; at += length) length = this.#readFrame(data, at)
    else at = this.#readAnswer(data)
    if (at < data.length) this.#rest = Buffer.from(data.subarray(at))
    this.onBytes()
    // Go on reading.
    return true
  }

  /** Bytes of the answer to the upgrade, 0 while some of it is missing. */
  #readAnswer(data: Buffer): number {
    const end = data.indexOf('\r\n\r\n')
    if (end < 0) return 0
    const [status = ''] = data.toString('latin1', 0, end).split('\r\n', 1)
    if (!status.includes(' 101 ')) {
      this.#answered(new Error(status))
      this.#socket.destroy()
      return data.length
    }
    this.#isOpen = true
    this.#answered()
    // Whoever waits for the answer listens before what came along with it is read.
    setImmediate(() => this.#take(Buffer.alloc(0)))
    return end + 4
  }

  /** Bytes of `data` that the frame at `at` took, 0 while some of it is missing. */
  #readFrame(data: Buffer, at: number): number {
    const there = data.length - at
    if (there < 2) return 0
    const short = data[at + 1]! & 0x7f
    const header = short < 126 ? 2 : short === 126 ? 4 : 10
    if (there < header) return 0
    const length =
      short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2))
    if (length > WHOLE_MAX_BYTES) {
      const have = Math.min(there - header, length)
      this.received += have
      this.#toSkip = length - have
      this.onLarge(length)
      return header + have
    }
    if (there < header + length) return 0
    this.received += length
    this.#hear(data[at]! & 0x0f, data.subarray(at + header, at + header + length))
    return header + length
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode === TEXT || opcode === BINARY) return this.onMessage(payload, opcode === BINARY)
    if (opcode === PING) return this.#write(PONG, payload)
    if (opcode !== CLOSE) return
    if (payload.length >= 2) this.#closedWith = [payload.readUInt16BE(0), payload.toString('utf8', 2)]
    this.#socket.end()
  }
}
