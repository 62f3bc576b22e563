import { closeCodes } from '@meydan/shared/close-codes'
import { expect, onTestFinished, test } from 'vitest'
import { crowd } from '../support/crowd.ts'
import { freshDatabase } from '../support/database.ts'
import { startRedis } from '../support/redis.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { peakRate, startBalancer } from './balancer.ts'
import { percentile } from './faults.ts'
import { startHistory } from './history.ts'
import { expectNothingLost } from './invariants.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { Visitor } from './visitor.ts'
import { Workload } from './workload.ts'

const { people, window, perSecond, exitWithin, editableWithin } = settings.deploy
const WRITERS = 4
const EDITS_PER_SECOND = 40

test(`R-14 two nodes are replaced one after the other while ${people} people are at work`, {
  timeout: 120_000,
}, async () => {
  const history = startHistory()
  const fresh = await freshDatabase()
  const redis = await startRedis()
  const story = await consultationRoom(fresh.db)
  const start = (name: string) =>
    meydan(fresh.url, { REDIS_URL: redis.url, NODE_ID: name, LIMIT_SCALE: '1', LEAVE_AFTER_MS: '300' })
  const nodes = [await start('a'), await start('b')] as const
  const balancer = await startBalancer(nodes)
  onTestFinished(async () => {
    await Promise.all(nodes.map((node) => node.stop()))
    await redis.stop()
    await fresh.drop()
  })
  const cookies = await crowd(fresh.db, story, people - WRITERS)
  const visitors = cookies.map((cookie, n) => new Visitor(balancer, story.boardId, cookie, { isOurs: n % 2 === 0 }))
  onTestFinished(() => visitors.forEach((visitor) => visitor.leave()))
  const workload = new Workload(balancer, story.boardId, story, history, { writers: WRITERS })
  await workload.synced()
  const allIn = () => visitors.every(({ isEditable }) => isEditable)
  await until(allIn, { timeout: 20_000, what: 'all are in' })

  let isRolling = true
  const editing = (async () => {
    while (isRolling) await workload.edit({ lasts: 200, perSecond: EDITS_PER_SECOND, countedOnly: true })
  })()
  const said: string[] = []
  const peaks: number[] = []
  try {
    // The first holds everybody; once it is back, the balancer leads everybody there again.
    for (const [index, node] of nodes.entries()) said.push(await replace(node, nodes[1 - index]!))
  } finally {
    isRolling = false
    await editing
  }
  // A few are together within so short a time that a pause of this process looks like a rush; twice it doesn't.
  const peak = settings.isLong ? Math.max(...peaks) : Math.min(...peaks)
  expect(peak, 'people who come to the other node in a second').toBeLessThanOrEqual(perSecond)
  await expectNothingLost(fresh.db, story.boardId, workload, history, { savedWithin: 10_000 })
  for (const visitor of visitors) {
    expect([...new Set(visitor.stays.flatMap(({ code }) => code ?? []))], 'closed as “come back”').toEqual([
      closeCodes.restarting,
    ])
  }
  history.expectSomethingHappened({ edits: 60, faults: 2 })
  console.log(`R-14: ${people} people, ${history.issued.size} edits, 0 lost; ${said.join('; ')}`)

  /** SIGTERM, its end, and its successor; meanwhile everybody who was there comes back at the other node. */
  async function replace(node: Target, other: Target): Promise<string> {
    const staying = visitors.map(({ stays }) => stays.length)
    const led = balancer.ledTo(other.port).length
    const asked = performance.now()
    history.fault('SIGTERM')
    const stopping = node.stop()
    const code = await stopping
    const exit = performance.now() - asked
    const isBack = (visitor: Visitor, n: number) => visitor.stays.length > staying[n]! && visitor.isEditable
    await until(() => visitors.every(isBack), { timeout: 30_000, every: 10, what: 'everybody is back' })
    await workload.synced()
    const back = visitors.map(({ stays }) => {
      const { editable, content } = stays.at(-1)!
      return Math.max(editable!, content!) - asked
    })
    const away = visitors.map(({ stays }) => stays.at(-1)!.editable! - stays.at(-2)!.ended!)
    const peak = peakRate(balancer.ledTo(other.port).slice(led), window)
    await node.start()
    history.heal('its successor is ready')

    expect(code, 'exit code').toBe(0)
    expect(exit, 'until it had ended').toBeLessThan(exitWithin)
    expect(percentile(back, 0.95), '95 % can edit again, after the SIGTERM').toBeLessThan(editableWithin)
    peaks.push(peak)
    return `exit ${Math.round(exit)} ms, 95 % back ${Math.round(percentile(back, 0.95))} ms after SIGTERM (away ${Math.round(percentile(away, 0.95))} ms), peak ${Math.round(peak)}/s`
  }
})
