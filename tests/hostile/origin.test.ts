import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { consultationRoom, type Story } from '../support/stories.ts'

const PUBLIC = 'https://app.example.org'

let fresh: FreshDatabase
let story: Story
let nodes: { plain: TestNode; public: TestNode }

beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
  nodes = { plain: await testNode(fresh.url), public: await testNode(fresh.url, { PUBLIC_URL: PUBLIC }) }
})
afterAll(async () => {
  await Promise.all([nodes?.plain.close(), nodes?.public.close()])
  await fresh?.drop()
})

type Caller = (node: TestNode, headers: Record<string, string>) => Promise<boolean>

const transports: Record<string, Caller> = {
  '/sync': (node, headers) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${node.url.replace('http', 'ws')}/sync/${story.boardId}`, { headers })
      socket.on('error', () => resolve(false))
      // Let in or not: 101 is what a foreign page must not get.
      socket.on('open', () => {
        socket.terminate()
        resolve(true)
      })
    }),
  'Socket.IO’s web socket': (node, headers) => connects(node, headers, 'websocket'),
  'Socket.IO’s polling': (node, headers) => connects(node, headers, 'polling'),
  'a request that changes something': async (node, headers) => {
    const all = { ...headers, 'content-type': 'application/json', 'x-meydan': '1' }
    const response = await fetch(`${node.url}/api/session`, { method: 'PATCH', headers: all, body: '{}' })
    return response.status !== 403
  },
}

function connects(node: TestNode, extraHeaders: Record<string, string>, transport: 'websocket' | 'polling') {
  const socket = io(node.url, { transports: [transport], forceNew: true, reconnection: false, extraHeaders })
  return new Promise<boolean>((resolve) => {
    // "signed_out" is said to who has come in; a foreign origin gets no further than the handshake.
    socket.on('connect', () => resolve(true))
    socket.on('connect_error', (error) => resolve(error.message === 'signed_out'))
  }).finally(() => socket.disconnect())
}

/** A name in the address counts with all that belongs to it: scheme, host and port. */
function foreign(own: string): [string, string | undefined][] {
  const { protocol, hostname, host } = new URL(own)
  return [
    ['none', undefined],
    ['null', 'null'],
    ['another site', 'https://evil.example'],
    ['ours as the beginning of another', `${own}.evil.com`],
    ['ours behind another name', `${protocol}//evil.example@${host}`],
    ['the other scheme', own.replace(protocol, protocol === 'http:' ? 'https:' : 'http:')],
    ['another port', `${protocol}//${hostname}:444`],
    ['a name under ours', `${protocol}//evil.${host}`],
  ]
}

describe.each(['plain', 'public'] as const)('W-1 a node with a %s address', (kind) => {
  test.each(Object.entries(transports))('%s takes its own origin and none of eight others', async (_name, call) => {
    const node = nodes[kind]
    const own = kind === 'plain' ? node.url : PUBLIC
    // Behind a public address the cookie has another name: who is not signed in must be refused just the same.
    const headers = { cookie: story.civil.cookie }
    for (const [what, origin] of foreign(own)) {
      expect(await call(node, { ...headers, ...(origin && { origin }) }), what).toBe(false)
    }
    expect(await call(node, { ...headers, origin: own }), 'its own').toBe(true)
  })
})
