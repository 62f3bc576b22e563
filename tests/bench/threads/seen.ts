import { addComment, listThreads, readThread, startThread } from '@meydan/shared/contracts/threads'
import { io, type Socket } from 'socket.io-client'
import { until } from '../../support/until.ts'
import { spreadOf } from '../figures.ts'
import type { Measured, Setting } from '../plan/scenario.ts'
import { type Place, placeWith } from './place.ts'

const WATCHING = 30
const EVERY_MS = 700

/**
 * Thirty people whose pages show a thread of a room with 5,000 comments, and somebody who writes in it: from the moment
 * it is sent until each page has fetched the thread anew; the list follows. In ms.
 */
export async function seen(setting: Setting): Promise<Measured[]> {
  const place = await placeWith(1_000, setting, WATCHING)
  const at = { roomId: place.story.roomId }
  const writer = place.story.civil.cookie
  const comment = (text: string) => ({ id: crypto.randomUUID(), text, attachments: [] })
  const sockets: Socket[] = []
  try {
    const beginning = { anchor: { kind: 'room' }, comment: comment('Başlangıç') }
    const { thread } = await ask(place, writer, { path: startThread.path, params: at, body: beginning })
    const where = { ...at, threadId: thread.id }
    const sentAt = new Map<string, number>()
    const times: number[] = []
    for (const cookie of place.cookies) {
      const shown = async () =>
        (await ask(place, cookie, { path: readThread.path, params: where })).comments.map(({ text }) => text)
      const listed = () => ask(place, cookie, { path: listThreads.path, params: at })
      const onNew = (text: string) => times.push(performance.now() - sentAt.get(text)!)
      sockets.push(await watching(place, cookie, { shown, listed, onNew }))
    }
    for (let n = 0; n < (setting.quick ? 10 : 40); n++) {
      const text = `yorum ${n}`
      sentAt.set(text, performance.now())
      await ask(place, writer, { path: addComment.path, params: where, body: { comment: comment(text) } })
      await until(() => times.length >= (n + 1) * WATCHING, { what: `everybody sees “${text}”` })
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    const sorted = times.toSorted((a, b) => a - b)
    const figures = { median: spreadOf(times).median, p95: sorted[Math.ceil(0.95 * sorted.length) - 1]! }
    return [{ variant: `${WATCHING} watching, 5,000 comments`, figures }]
  } finally {
    for (const socket of sockets) socket.close()
    await place.close()
  }
}

type Asked = { path: string; params: Record<string, string>; body?: object }
type Answer = { thread: { id: string }; comments: { text: string }[] }

async function ask({ server }: Place, cookie: string, { path, params, body }: Asked): Promise<Answer> {
  const reply = await fetch(server.url + path.replace(/:(\w+)/g, (_, name) => params[name]!), {
    method: body ? 'POST' : 'GET',
    headers: {
      ...{ cookie, origin: server.url, 'x-meydan': '1' },
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as Answer
}

type Page = { shown: () => Promise<string[]>; listed: () => Promise<unknown>; onNew: (text: string) => void }

/** A page in the room: each time it is told of a change it fetches, once at a time, and says which texts are new. */
async function watching({ server, story }: Place, cookie: string, page: Page): Promise<Socket> {
  const { shown, listed, onNew } = page
  const extraHeaders = { cookie, origin: server.url }
  const socket = io(server.url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders })
  const known = new Set(await shown())
  let isFetching = false
  let again = false
  const reload = async () => {
    isFetching = true
    do {
      again = false
      for (const text of await shown()) {
        if (known.has(text)) continue
        known.add(text)
        onNew(text)
      }
      await listed()
    } while (again)
    isFetching = false
  }
  socket.on('room:topic', ({ topic }: { topic: string }) => {
    if (topic !== 'threads') return
    if (isFetching) again = true
    else void reload()
  })
  await until(() => socket.connected, { timeout: 20_000, every: 5 })
  const answer = await socket.timeout(20_000).emitWithAck('room:enter', { roomId: story.roomId })
  if (!answer.ok) throw new Error(`not let in: ${answer.code}`)
  return socket
}
