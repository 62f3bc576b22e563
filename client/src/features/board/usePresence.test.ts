import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { cursorsMuted } from '../../workshop/cursors.ts'
import { usePresence } from './usePresence.ts'

const scope = effectScope()
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', () => 0)
  vi.stubGlobal('cancelAnimationFrame', () => {})
})
afterEach(() => {
  cursorsMuted.value = false
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Somebody on a board; `told` is every state that went out. */
function somebody(mayAlwaysPoint: boolean) {
  const awareness = new Awareness(new Y.Doc())
  const presence = scope.run(() => usePresence(awareness, () => mayAlwaysPoint))!
  const told: unknown[] = []
  awareness.on('update', () => told.push(awareness.getLocalState()))
  /** Points about, with the laser too, for as long as several states would need. */
  function point(): void {
    for (let x = 0; x < 10; x++) {
      presence.laser(x > 4)
      presence.pointAt({ x, y: 0 })
      vi.advanceTimersByTime(100)
    }
    presence.laser(false)
    vi.advanceTimersByTime(100)
  }
  return { presence, awareness, told, point }
}

test('while cursors are muted nothing of one’s own is sent, however much one points', async () => {
  const { awareness, told, point } = somebody(false)
  point()
  expect(told.length).toBeGreaterThan(5)
  cursorsMuted.value = true
  await nextTick()
  vi.advanceTimersByTime(100)
  expect(awareness.getLocalState()).toMatchObject({ cursor: null, laser: false })
  told.length = 0
  point()
  expect(told).toEqual([])
  cursorsMuted.value = false
  await nextTick()
  point()
  expect(awareness.getLocalState()).toMatchObject({ cursor: { x: 9, y: 0 } })
})

test('what one holds is told all the same, without the cursor', async () => {
  cursorsMuted.value = true
  const { presence, awareness, point } = somebody(false)
  presence.hold(['note'], null)
  point()
  expect(awareness.getLocalState()).toMatchObject({ selection: ['note'], cursor: null })
})

test('whoever leads points on', async () => {
  cursorsMuted.value = true
  const { told, point } = somebody(true)
  point()
  expect(told.length).toBeGreaterThan(5)
})
