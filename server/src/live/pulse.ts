import type { Socket } from 'socket.io'
import type { WebSocket } from 'ws'

/** When a line was asked for signs of life that haven't come yet, by `performance.now()`, the oldest first. */
const unanswered = new WeakMap<WebSocket, number[]>()

/**
 * For how long a socket has owed a sign of life, ms; asks for the next. Socket.IO notices a line that went dead without
 * a word after ten seconds; within ten somebody else is to lead. Time in which nobody asked is no silence, so that a node
 * that stood still doesn't take everybody for gone. Browsers answer by themselves, also where the page sleeps.
 */
export function silenceOf(socket: Pick<Socket, 'conn'>): number {
  const { transport } = socket.conn
  // Long polling can't be asked, and no page of ours uses it.
  if (transport.name !== 'websocket') return 0
  const { socket: line } = transport as unknown as { socket: WebSocket }
  const asked = unanswered.get(line) ?? listenTo(line)
  const now = performance.now()
  const silence = now - (asked[0] ?? now)
  asked.push(now)
  line.ping(String(now))
  return silence
}

/** An answer repeats what was asked; one to a later question does for the earlier ones. */
function listenTo(line: WebSocket): number[] {
  const asked: number[] = []
  unanswered.set(line, asked)
  line.on('pong', (answer) => {
    const at = Number(answer.toString())
    while (asked[0] !== undefined && asked[0] <= at) asked.shift()
  })
  return asked
}
