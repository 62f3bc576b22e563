import type { CallOf, Contract, ReplyOf } from '@meydan/shared/contracts/contract'
import { readCurrentMeeting } from '@meydan/shared/contracts/meetings'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { listVotes } from '@meydan/shared/contracts/votes'
import { readVoice } from '@meydan/shared/contracts/voice'
import { readWriting } from '@meydan/shared/contracts/writing'
import { io, type Socket } from 'socket.io-client'
import { until } from '../../support/until.ts'
import { Pointer } from '../scenarios/cursors.ts'
import { ThinClient } from '../thin-client.ts'

/** What a page fetches anew when a topic is pushed. */
const parts: Partial<Record<string, Contract>> = {
  meeting: readCurrentMeeting,
  writing: readWriting,
  votes: listVotes,
  voice: readVoice,
  room: readRoom,
}

export type Room = { roomId: string; boardId: string }

/** One person's page: HTTP, pushes with what they make a page fetch, and the board with a pointer on it. */
export class Person {
  url: string
  cookie: string
  readonly room: Room
  pointer!: Pointer
  /** By topic: when its last push came, and when what it announced was here. */
  readonly pushedAt = new Map<string, number>()
  readonly fetched = new Map<string, unknown>()
  onFetched: (topic: string, reply: unknown) => void = () => {}
  #socket: Socket | undefined
  #index: number
  readonly #fetching = new Map<string, { again: boolean }>()

  constructor(url: string, cookie: string, room: Room, index: number) {
    this.url = url
    this.cookie = cookie
    this.room = room
    this.#index = index
  }

  async ask<C extends Contract>(contract: C, input: CallOf<C>): Promise<{ status: number; reply: ReplyOf<C> }> {
    const { params = {}, body } = input as { params?: Record<string, string>; body?: object }
    const at: Record<string, string> = { roomId: this.room.roomId, ...params }
    const path = contract.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(at[name]!))
    const answer = await fetch(this.url + path, {
      method: contract.method,
      headers: {
        ...{ cookie: this.cookie, origin: this.url, 'x-meydan': '1' },
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const given = answer.headers.getSetCookie().find((cookie) => /meydan=./.test(cookie))
    if (given) this.cookie = given.split(';')[0]!
    return { status: answer.status, reply: (await answer.json()) as ReplyOf<C> }
  }

  async call<C extends Contract>(contract: C, input: CallOf<C>): Promise<ReplyOf<C>> {
    const { status, reply } = await this.ask(contract, input)
    if (status !== 200) throw new Error(`${contract.path}: ${status} ${JSON.stringify(reply)}`)
    return reply
  }

  /** Opens board and pushes; resolves when both are here. */
  async enter(): Promise<void> {
    await Promise.all([this.#openBoard(), this.#openPushes()])
  }

  /** The same at another node, after the first one's death. */
  async moveTo(url: string): Promise<void> {
    this.close()
    this.url = url
    await this.enter()
    await Promise.all(Object.keys(parts).map((topic) => this.#reload(topic)))
  }

  close(): void {
    this.#socket?.disconnect()
    this.pointer?.client.close()
  }

  async #openBoard(): Promise<void> {
    const { boardId } = this.room
    const url = `${this.url.replace('http', 'ws')}/sync/${boardId}?ack=1`
    const headers = { cookie: this.cookie, origin: this.url }
    const client = new ThinClient('meydan', { url, headers, document: boardId })
    // That a killed node lets go of them is what is measured.
    client.onLost = () => {}
    this.pointer = new Pointer(client, this.#index)
    await client.joined
  }

  async #openPushes(): Promise<void> {
    const extraHeaders = { cookie: this.cookie, origin: this.url }
    const socket = io(this.url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders })
    this.#socket = socket
    socket.on('room:topic', ({ topic }: { topic: string }) => {
      this.pushedAt.set(topic, performance.now())
      void this.#reload(topic).catch(() => {})
    })
    // Somebody came or left: pages read the room's people anew.
    socket.on('room:changed', () => void this.#reload('room').catch(() => {}))
    await until(() => socket.connected, { timeout: 20_000, every: 5 })
    const answer = await socket.timeout(20_000).emitWithAck('room:enter', { roomId: this.room.roomId })
    if (!answer.ok) throw new Error(`not let in: ${answer.code}`)
    // What it read before may have changed before pushes could come.
    void this.#reload('room').catch(() => {})
  }

  /** As `useTopic` of our pages: while an answer is awaited, further pushes lead to one more request. */
  async #reload(topic: string): Promise<void> {
    const contract = parts[topic]
    if (!contract) return
    const running = this.#fetching.get(topic)
    if (running) {
      running.again = true
      return
    }
    const state = { again: true }
    this.#fetching.set(topic, state)
    try {
      while (state.again) {
        state.again = false
        const { status, reply } = await this.ask(contract, {} as CallOf<Contract>)
        if (status === 200) this.onFetched(topic, reply)
      }
    } finally {
      this.#fetching.delete(topic)
    }
  }
}

/** Pointers move, each at a pace of its own within the second. Answers with how to stop them. */
export function keepPointing(people: readonly Person[], perSecond: number): () => void {
  const started = performance.now()
  let moved = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1_000) * perSecond * people.length
    for (; moved < due; moved++) people[moved % people.length]!.pointer.move()
  }, 5)
  return () => clearInterval(timer)
}
