import { WebSocket, WebSocketServer } from 'ws'
import type { Random } from '../support/seed.ts'
import type { History } from './history.ts'

export const frameFaults = ['duplicate', 'reorder', 'truncate', 'replay'] as const
export type FrameFault = (typeof frameFaults)[number]

export type FrameProxy = {
  url: string
  /** How often each fault was committed. */
  done: Record<FrameFault, number>
  /** Frames are passed on as they come from now on. */
  behave(): void
  close(): Promise<void>
}

const KEPT = 50
const HELD_MS = 30

/**
 * A proxy that understands websockets and spoils what people send: of the frames that carry edits, `share` come twice,
 * the same share after the next one, cut short, and again much later. What the server sends is duplicated and replayed
 * too; no order is broken and nothing cut that way, because a browser's client has no defence against that and a real
 * network does neither.
 */
export async function startFrameProxy(
  target: { url: string },
  random: Random,
  share: number,
  history: History,
): Promise<FrameProxy> {
  const done: FrameProxy['done'] = { duplicate: 0, reorder: 0, truncate: 0, replay: 0 }
  const state = { misbehaves: true }
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const draw = (choices: readonly FrameFault[]) => {
    const fault = state.misbehaves ? choices[Math.floor(random.next() / share)] : undefined
    if (fault) {
      done[fault] += 1
      history.fault(fault)
    }
    return fault
  }
  server.on('connection', (near, request) => {
    const far = new WebSocket(target.url.replace('http', 'ws') + request.url, {
      headers: { cookie: request.headers.cookie ?? '', origin: target.url },
    })
    const up = spoiler(far, draw, random, frameFaults)
    const down = spoiler(near, draw, random, ['duplicate', 'replay'])
    const early: Buffer[] = []
    near.on('message', (data: Buffer) => (far.readyState === WebSocket.OPEN ? up(data) : early.push(data)))
    far.on('open', () => early.splice(0).forEach(up))
    far.on('message', (data: Buffer) => down(data))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.terminate())
      one.on('close', (code: number) => endWith(other, code))
    }
  })
  await new Promise<void>((resolve) => server.on('listening', () => resolve()))
  const address = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${address.port}`,
    done,
    behave() {
      state.misbehaves = false
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate()
        server.close(() => resolve())
      }),
  }
}

function spoiler(
  to: WebSocket,
  draw: (choices: readonly FrameFault[]) => FrameFault | undefined,
  random: Random,
  choices: readonly FrameFault[],
): (data: Buffer) => void {
  const seen: Buffer[] = []
  let held: { data: Buffer; timer: NodeJS.Timeout } | undefined
  const send = (data: Buffer) => {
    if (to.readyState === WebSocket.OPEN) to.send(data)
  }
  const release = () => {
    if (!held) return
    clearTimeout(held.timer)
    const { data } = held
    held = undefined
    send(data)
  }
  return (data) => {
    const fault = carriesEdits(data) ? draw(choices) : undefined
    if (fault === 'reorder' && !held) {
      // Nobody may write after it: then it comes late all the same.
      held = { data, timer: setTimeout(release, HELD_MS) }
      return
    }
    send(fault === 'truncate' ? data.subarray(0, 3 + random.below(data.length - 3)) : data)
    if (fault === 'duplicate') send(data)
    if (fault === 'replay' && seen.length > 0) send(random.pick(seen))
    if (carriesEdits(data)) seen.push(data)
    if (seen.length > KEPT) seen.shift()
    release()
  }
}

/** A sync step 2 or an update, with something in it. */
function carriesEdits(data: Buffer): boolean {
  return data[0] === 0 && data[1]! > 0 && data.length > 8
}

function endWith(socket: WebSocket, code: number): void {
  if (socket.readyState === WebSocket.CONNECTING) return socket.terminate()
  // 1005 and 1006 say what happened on the other side and can't be sent.
  if (code === 1005 || code === 1006) socket.terminate()
  else socket.close(code)
}
