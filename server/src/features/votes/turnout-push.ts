import type { Publisher } from '../../live/publish.ts'

const EVERY_MS = 1_000

/**
 * Says “votes changed” at once and then at most once a second in each room: sixty people who vote in the same breath
 * would otherwise make each of them fetch sixty times.
 */
export function createTurnoutPush(publisher: Pick<Publisher, 'topic'>): (roomId: string) => void {
  const waiting = new Map<string, { again: boolean }>()
  const rest = (roomId: string) => {
    const state = { again: false }
    waiting.set(roomId, state)
    setTimeout(() => {
      waiting.delete(roomId)
      if (!state.again) return
      publisher.topic(roomId, 'votes')
      rest(roomId)
    }, EVERY_MS).unref()
  }
  return (roomId) => {
    const state = waiting.get(roomId)
    if (state) {
      state.again = true
      return
    }
    publisher.topic(roomId, 'votes')
    rest(roomId)
  }
}
