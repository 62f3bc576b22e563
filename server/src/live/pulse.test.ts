import { EventEmitter } from 'node:events'
import type { Socket } from 'socket.io'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silenceOf } from './pulse.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A web socket that answers after `delay` ms, where it answers. */
function aLine(delay = Number.POSITIVE_INFINITY) {
  const line = new EventEmitter()
  const asked: string[] = []
  const pong = (question: string) => line.emit('pong', Buffer.from(question))
  const ping = (question: string) => {
    asked.push(question)
    if (Number.isFinite(delay)) setTimeout(() => pong(question), delay)
  }
  const socket = { conn: { transport: { name: 'websocket', socket: Object.assign(line, { ping }) } } }
  return { asked, pong, silence: () => silenceOf(socket as unknown as Socket) }
}

function everySecond<T>(times: number, look: () => T): T[] {
  return Array.from({ length: times }, () => {
    vi.advanceTimersByTime(1_000)
    return look()
  })
}

test('silence grows from the first question that got no answer', () => {
  const { silence } = aLine()
  expect(everySecond(4, silence)).toEqual([0, 1_000, 2_000, 3_000])
})

test('who answers late is never silent for longer than that', () => {
  const { silence } = aLine(1_900)
  expect(Math.max(...everySecond(60, silence))).toBeLessThan(2_000)
})

test('time in which nobody asked is no silence', () => {
  const { silence } = aLine(200)
  everySecond(3, silence)
  vi.advanceTimersByTime(60_000)
  expect(silence()).toBe(0)
})

test('an answer does for the questions before it, not for those after it; one to no question for none', () => {
  const { asked, pong, silence } = aLine()
  everySecond(4, silence)
  pong(asked[2]!)
  pong(asked[0]!)
  pong('hm')
  expect(everySecond(2, silence)).toEqual([1_000, 2_000])
})

test('who came by long polling can’t be asked, and isn’t taken for silent', () => {
  const conn = { transport: { name: 'polling' } }
  expect(everySecond(3, () => silenceOf({ conn } as unknown as Socket))).toEqual([0, 0, 0])
})
