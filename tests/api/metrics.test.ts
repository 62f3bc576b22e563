import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Board } from '@meydan/shared/documents/board/board'
import { root, type Server, startServer } from '../support/app.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { sharedRedis } from '../support/redis.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

const TOKEN = 'a-word-for-the-monitor'

let fresh: FreshDatabase
let server: Server
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  const redis = sharedRedis()
  server = await startServer({ DATABASE_URL: fresh.url, METRICS_TOKEN: TOKEN, ...(redis && { REDIS_URL: redis }) })
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await server?.stop()
  await fresh?.drop()
})

async function scrape(): Promise<string> {
  return (await fetch(`${server.url}/metrics`)).text()
}

function valueOf(text: string, series: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? Number.NaN : Number(line.slice(series.length))
}

/** Names that a query asks for: every word with an underscore that isn't a function or a label. */
function asked(query: string): string[] {
  const words = query.replace(/"[^"]*"|\$\w+|by \([^)]*\)/g, ' ').matchAll(/\b[a-z]\w*_\w+\b(?!\s*\()/g)
  return [...words].map(([word]) => word.replace(/_(bucket|sum|count)$/, ''))
}

async function queriesOf(file: string): Promise<string[]> {
  const text = await readFile(path.join(root, 'deploy/grafana', file), 'utf8')
  if (file.endsWith('.yml')) return [...text.matchAll(/^\s+expr: (.+)$/gm)].map(([, query]) => query!)
  const { panels } = JSON.parse(text) as { panels: { targets?: { expr: string }[] }[] }
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
}

test.each(['meydan.json', 'alerts.yml'])('%s asks only for what is measured', async (file) => {
  const names = (await queriesOf(file)).flatMap(asked)
  expect(names.length).toBeGreaterThan(10)
  const text = await scrape()
  const known = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!))
  if (sharedRedis() === null) known.add('relay_up')
  expect(names.filter((name) => !known.has(name))).toEqual([])
})

test('what the contract promises is there', async () => {
  const text = await scrape()
  const promised = [
    'sync_unacked_frames',
    'sync_queue_bytes',
    'sync_gate_rejected_total{reason="malformed"}',
    'ws_buffered_bytes',
    'docs_loaded',
    'eventloop_delay_p99_seconds',
    'process_resident_memory_bytes',
  ]
  for (const series of promised) expect(valueOf(text, series), series).toBeGreaterThanOrEqual(0)
})

test('an edit, a join and a request are counted, under no name of a person, room or document', async () => {
  const before = await scrape()
  const ahmad = syncClient(server, story.boardId, story.civil.cookie, { ack: true })
  onTestFinished(() => ahmad.destroy())
  await ahmad.synced()
  new Board(ahmad.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'ölçülen' }], { seat: null, side: 'civil' })
  await until(() => ahmad.frames.acked === ahmad.frames.sent && ahmad.frames.sent > 0)
  await fetch(`${server.url}/api/rooms/${story.roomId}`, { headers: { cookie: story.civil.cookie } })
  await fetch(`${server.url}/made-up/${story.roomId}`)
  const after = await scrape()
  const series = [
    'sync_ack_seconds_count',
    'sync_commits_total',
    'sync_join_seconds_count{outcome="joined"}',
    'http_request_seconds_count{group="rooms",status="200"}',
  ]
  for (const name of series) expect(valueOf(after, name) - (valueOf(before, name) || 0), name).toBeGreaterThan(0)
  expect(valueOf(after, 'sync_unacked_frames')).toBe(0)
  expect(valueOf(after, 'database_up')).toBe(1)
  expect(after).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  expect(after).not.toContain('made-up')
})

test('strangers learn nothing, who has the token everything', async () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.7' }
  const ask = (headers: Record<string, string>) => fetch(`${server.url}/metrics`, { headers })
  expect((await ask(forwarded)).status).toBe(404)
  expect((await ask({ ...forwarded, authorization: `Bearer ${TOKEN}` })).status).toBe(200)
  expect((await ask({ ...forwarded, authorization: `Bearer ${TOKEN}x` })).status).toBe(404)
})

test('the dashboard imports without edits: every panel asks the source that was chosen', async () => {
  const text = await readFile(path.join(root, 'deploy/grafana/meydan.json'), 'utf8')
  const uids = [...text.matchAll(/"uid": "([^"]*)"/g)].map(([, uid]) => uid)
  expect(new Set(uids)).toEqual(new Set(['${datasource}', 'meydan']))
  expect(await readdir(path.join(root, 'deploy/grafana'))).toContain('alerts.yml')
})
