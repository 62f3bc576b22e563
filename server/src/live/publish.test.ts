import type { RoomTopic } from '@meydan/shared/contracts/events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processRelay } from '../sync/relay/relay.ts'
import { createPublisher, type LiveServer } from './publish.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function listening() {
  const heard: unknown[][] = []
  const io = { local: { to: () => ({ emit: (...said: unknown[]) => heard.push(said) }) } } as unknown as LiveServer
  return { heard, publisher: createPublisher(io, processRelay()) }
}

test('a change is told at once, what follows on its heels once more and together', () => {
  const { heard, publisher } = listening()
  for (let n = 0; n < 100; n++) publisher.topic('r', 'voice')
  publisher.topic('r', 'votes')
  publisher.topic('other', 'voice')
  const topics = () => heard.map(([, push]) => `${(push as { roomId: string }).roomId} ${topicOf(push)}`)
  expect(topics()).toEqual(['r voice', 'r votes', 'other voice'])
  vi.advanceTimersByTime(10_000)
  expect(topics().slice(3)).toEqual(['r voice'])
  publisher.topic('r', 'voice')
  expect(topics()).toHaveLength(5)
})

function topicOf(push: unknown): RoomTopic {
  return (push as { topic: RoomTopic }).topic
}

test('nobody’s signs drown the others’, from however many windows', () => {
  const { heard, publisher } = listening()
  for (let n = 0; n < 100; n++) publisher.react('r', 'loud', 'applause')
  publisher.react('r', 'quiet', 'thanks')
  expect(heard).toHaveLength(6)
  vi.advanceTimersByTime(1_000)
  publisher.react('r', 'loud', 'applause')
  expect(heard).toHaveLength(7)
})
