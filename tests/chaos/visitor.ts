import { closeCodes } from '@meydan/shared/close-codes'
import { syncFrame, syncSteps } from '@meydan/server/sync/wire'
import { reconnectDelay } from '../../client/src/documents/reconnect.ts'
import { WebSocket } from 'ws'

const HELLO = 66
const NO_STATE = new Uint8Array([0])

/** One stay of somebody: when the socket was asked for, when they had the content and the right to write, when it ended. */
export type Stay = { asked: number; content?: number; bytes?: number; editable?: number; ended?: number; code?: number }

/**
 * Somebody who reads without keeping a document, so that hundreds fit into one process. They come back as our page
 * does, or at once, as any other client of y-websocket.
 */
export class Visitor {
  readonly stays: Stay[] = []
  /** The last content, as it came. */
  content: Uint8Array | undefined
  #socket: WebSocket | undefined
  #gone = false
  #attempts = 0
  readonly #isOurs: boolean
  readonly #connect: () => WebSocket

  constructor(server: { url: string }, documentId: string, cookie: string, { isOurs = true } = {}) {
    const url = `${server.url.replace('http', 'ws')}/sync/${documentId}?ack=1`
    this.#connect = () => new WebSocket(url, { headers: { cookie, origin: server.url }, perMessageDeflate: false })
    this.#isOurs = isOurs
    this.#open()
  }

  get isEditable(): boolean {
    const stay = this.stays.at(-1)
    return stay?.editable !== undefined && stay.content !== undefined && stay.ended === undefined
  }

  /** Nothing that is sent is read any more, and nobody is told. */
  stopReading(): void {
    this.#socket?.pause()
  }

  leave(): void {
    this.#gone = true
    this.#socket?.terminate()
  }

  #open(): void {
    if (this.#gone) return
    const stay: Stay = { asked: performance.now() }
    this.stays.push(stay)
    const socket = this.#connect()
    this.#socket = socket
    socket.on('error', () => {})
    socket.on('open', () => socket.send(syncFrame(syncSteps.step1, NO_STATE)))
    socket.on('message', (frame: Buffer) => this.#read(stay, frame))
    socket.on('close', (code, reason) => {
      stay.ended = performance.now()
      stay.code = code
      this.#return(code, String(reason))
    })
  }

  #return(code: number, reason: string): void {
    // A refusal is final: who came back all the same would hide it.
    if (code >= closeCodes.refused && code < 4500) this.#gone = true
    const wait = this.#isOurs ? reconnectDelay({ code, reason }, this.#attempts) : 100 * 2 ** this.#attempts
    this.#attempts = Math.min(this.#attempts + 1, 5)
    if (!this.#gone) setTimeout(() => this.#open(), wait)
  }

  #read(stay: Stay, frame: Buffer): void {
    if (frame[0] === HELLO) {
      stay.editable ??= performance.now()
      this.#attempts = 0
    }
    if (frame[0] !== 0 || frame[1] !== syncSteps.step2 || stay.content !== undefined) return
    stay.content = performance.now()
    stay.bytes = frame.length
    this.content = frame
  }
}
