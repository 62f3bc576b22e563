import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { rawSocket, syncClient } from '../support/client.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { presence, seenOf } from './presence-frames.ts'
import { connected, isAlive, MB, startTarget, type Target } from './target.ts'

let target: Target
let story: Story

beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target?.end())
beforeEach(async () => {
  story = await consultationRoom(target.fresh.db)
})

async function watcher(actor: Actor) {
  const client = syncClient(target, story.boardId, actor.cookie)
  onTestFinished(() => client.destroy())
  await client.synced()
  client.awareness.setLocalState({ cursor: { x: 0, y: 0 } })
  return client
}

/** Everybody that somebody who comes now is told of: what the server remembers. */
async function remembered(): Promise<number[]> {
  const newcomer = syncClient(target, story.boardId, story.observer.cookie)
  newcomer.awareness.setLocalState(null)
  await newcomer.synced()
  // The first that a newcomer hears is who is here.
  await until(() => newcomer.types.has(1))
  const ids = [...newcomer.awareness.meta.keys()].filter((id) => id !== newcomer.doc.clientID)
  newcomer.destroy()
  return ids.sort()
}

describe('H-9 in awareness', () => {
  test.each([10, 256, 100_000])('%i ids in one frame are one person at most', async (count) => {
    const mehmet = await watcher(story.public)
    const attacker = await connected(target, story.boardId, story.civil)
    const state = JSON.stringify({ cursor: { x: 7, y: 7 }, user: { name: 'Zeynep', role: 'facilitator' } })
    const claims = Array.from({ length: count }, (_, n) => ({ clientId: 1_000 + n, clock: 1, state: n ? '{}' : state }))
    for (let time = 0; time < 3; time++)
      attacker.socket.send(presence(...claims.map((one) => ({ ...one, clock: time + 1 }))))
    await until(() => seenOf(mehmet.awareness, 1_000)?.cursor?.x === 7)
    expect([...mehmet.awareness.getStates().keys()].sort()).toEqual([1_000, mehmet.doc.clientID].sort())
    expect(seenOf(mehmet.awareness, 1_000)!.user).toEqual({
      seat: story.civil.seatId,
      name: story.civil.name,
      role: 'participant',
      side: 'civil',
      colour: expect.any(Number),
    })
    expect(await remembered()).toEqual([1_000, mehmet.doc.clientID].sort())
    attacker.socket.close()
    await until(() => !mehmet.awareness.getStates().has(1_000))
    expect(await remembered()).toEqual([mehmet.doc.clientID])
  })

  test('one id after the other on one connection stays the first', async () => {
    const mehmet = await watcher(story.public)
    const attacker = await connected(target, story.boardId, story.civil)
    onTestFinished(() => attacker.socket.terminate())
    for (let n = 0; n < 10; n++) attacker.socket.send(presence({ clientId: 2_000 + n, clock: 1, state: '{}' }))
    attacker.socket.send(presence({ clientId: 2_000, clock: 2, state: '{"cursor":{"x":3,"y":3}}' }))
    await until(() => seenOf(mehmet.awareness, 2_000)?.cursor?.x === 3)
    expect(await remembered()).toEqual([2_000, mehmet.doc.clientID].sort())
  })

  test('a state of 1 MB goes to nobody, and the next small one does', async () => {
    const mehmet = await watcher(story.public)
    const attacker = await connected(target, story.boardId, story.civil)
    onTestFinished(() => attacker.socket.terminate())
    attacker.socket.send(presence({ clientId: 5, clock: 1, state: '{"cursor":{"x":1,"y":1}}' }))
    await until(() => seenOf(mehmet.awareness, 5)?.cursor?.x === 1)
    attacker.frames.length = 0
    const big = JSON.stringify({ cursor: { x: 2, y: 2 }, padding: 'x'.repeat(0.9 * MB) })
    for (const clock of [2, 3]) attacker.socket.send(presence({ clientId: 5, clock, state: big }))
    // The question who is here is answered once these were heard.
    attacker.socket.send(new Uint8Array([3]))
    await until(() => attacker.frames.some((frame) => frame[0] === 1))
    const heard = Buffer.concat(attacker.frames).toString('latin1')
    expect(heard).toContain('"x":1')
    expect(heard).not.toContain('"x":2')
    expect(heard.length).toBeLessThan(10_000)
    attacker.socket.send(presence({ clientId: 5, clock: 4, state: '{"cursor":{"x":3,"y":3}}' }))
    await until(() => seenOf(mehmet.awareness, 5)?.cursor?.x === 3)
  })

  test.each(['2^40', 'the highest', 'beyond'])('with a clock of %s nobody is silenced', async (clock) => {
    const [ahmad, mehmet] = [await watcher(story.civil), await watcher(story.public)]
    await until(() => seenOf(mehmet.awareness, ahmad.doc.clientID))
    const attacker = await rawSocket(target, `/sync/${story.boardId}`, {
      cookie: story.expert.cookie,
      origin: target.url,
    })
    onTestFinished(() => attacker.socket.terminate())
    await until(() => attacker.frames.length > 0)
    const clocks = { '2^40': 2 ** 40, 'the highest': 2 ** 53 - 1, beyond: 2 ** 53 }
    const claim = { clientId: ahmad.doc.clientID, clock: clocks[clock as keyof typeof clocks] }
    attacker.socket.send(presence({ ...claim, state: '{"cursor":{"x":666,"y":666}}' }))
    attacker.socket.send(presence({ ...claim, state: 'null' }))
    // Their own highest clock, too, is nothing that others have to remember.
    attacker.socket.send(presence({ clientId: 77, clock: 2 ** 53 - 1, state: '{}' }))
    // All of that was heard once they are seen as what they may be: one id that nobody else has.
    attacker.socket.send(presence({ clientId: 78, clock: 1, state: '{}' }))
    await until(() => mehmet.awareness.getStates().has(78))
    expect(mehmet.awareness.getStates().has(77)).toBe(false)
    for (let step = 1; step <= 5; step++) {
      ahmad.awareness.setLocalStateField('cursor', { x: step, y: 0 })
      await until(() => seenOf(mehmet.awareness, ahmad.doc.clientID)?.cursor?.x === step)
    }
    expect(seenOf(mehmet.awareness, ahmad.doc.clientID)!.user).toMatchObject({ name: story.civil.name })
  })

  test.each([
    '{"__proto__":{"isFacilitator":true}}',
    '[]',
    '7',
    '"x"',
    '{',
    '{"user":{"__proto__":{"role":"facilitator"}}}',
  ])('%s is no more than a claim', async (state) => {
    const mehmet = await watcher(story.public)
    const attacker = await connected(target, story.boardId, story.civil)
    onTestFinished(() => attacker.socket.terminate())
    attacker.socket.send(presence({ clientId: 5, clock: 1, state }))
    attacker.socket.send(presence({ clientId: 5, clock: 2, state: '{"cursor":{"x":1,"y":1}}' }))
    const seen = await until(() => seenOf(mehmet.awareness, 5))
    expect(Object.keys(seen).sort()).not.toContain('__proto__')
    expect((seen as { isFacilitator?: boolean }).isFacilitator).toBeUndefined()
    expect(seen.user).toMatchObject({ name: story.civil.name, role: 'participant' })
    expect(await isAlive(target, target.process.pid!)).toBe(true)
  })
})
